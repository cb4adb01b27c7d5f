#include "difficulty/network/rules/lwma.hpp"

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <cassert>
#include <utility>
#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

/// Mean work * N(N+1)/2 * T * per_cent / L, L at least a tenth of what it should be.
UInt256 weighted_difficulty(std::int64_t weighted_time_s, const UInt256& mean_work,
                            std::int64_t blocks, std::int64_t spacing_s, unsigned per_cent) {
    const std::int64_t least = std::max<std::int64_t>(1, blocks * blocks * spacing_s / 20);
    const auto weighted = static_cast<std::uint64_t>(std::max(weighted_time_s, least));
    const UInt512 scaled = UInt512{mean_work} *
                           static_cast<std::uint64_t>(blocks * (blocks + 1) * spacing_s) *
                           per_cent / (UInt512{weighted} * 200U);
    const UInt256 most = ~UInt256{0};
    return scaled < most ? UInt256{scaled} : most;
}

/// Solve time i of LWMA-4, from timestamps that do not fall.
std::int64_t tempered_solve_time_s(std::span<const std::int64_t> rising, std::size_t i,
                                   std::int64_t spacing_s) {
    const std::int64_t solved = rising[i] - rising[i - 1];
    if (solved > 5 * spacing_s) {
        const bool after_three = i > 4 && rising[i - 1] - rising[i - 4] < spacing_s * 14 / 10;
        const bool after_six = i > 7 && rising[i - 1] - rising[i - 7] < 4 * spacing_s;
        return after_three || after_six ? 2 * spacing_s : 5 * spacing_s;
    }
    return solved;
}

/// Whether the newest one, two or three blocks came so fast that the difficulty jumps.
bool is_jump(std::span<const std::int64_t> rising, std::int64_t spacing_s) {
    const std::size_t last = rising.size() - 1;
    return rising[last] - rising[last - 1] < spacing_s * 2 / 10 ||
           rising[last] - rising[last - 2] < spacing_s * 5 / 10 ||
           rising[last] - rising[last - 3] < spacing_s * 8 / 10;
}

}  // namespace

std::int64_t lwma_1_weighted_time(std::span<const std::int64_t> times, std::int64_t spacing_s,
                                  std::int64_t tie_s) {
    std::int64_t sum = 0;
    std::int64_t previous = times.front() - spacing_s;  // as published; it weighs 1 in N^2/2
    for (std::size_t i = 1; i < times.size(); ++i) {
        const std::int64_t time = times[i] > previous ? times[i] : previous + tie_s;
        sum += static_cast<std::int64_t>(i) * std::min(6 * spacing_s, time - previous);
        previous = time;
    }
    return sum;
}

UInt256 lwma_1_difficulty(std::int64_t weighted_time_s, const UInt256& window_work,
                          std::int64_t blocks, std::int64_t spacing_s) {
    const UInt256 mean{window_work / static_cast<std::uint64_t>(blocks)};
    return weighted_difficulty(weighted_time_s, mean, blocks, spacing_s, 99);
}

UInt256 lwma_4_difficulty(std::vector<std::int64_t> times, const LwmaWork& work,
                          std::int64_t spacing_s) {
    assert(times.size() >= 4);
    std::vector<std::int64_t> rising = std::move(times);
    std::int64_t weighted = 0;
    for (std::size_t i = 1; i < rising.size(); ++i) {
        rising[i] = std::max(rising[i], rising[i - 1]);
        weighted += static_cast<std::int64_t>(i) * tempered_solve_time_s(rising, i, spacing_s);
    }
    const auto blocks = static_cast<std::int64_t>(rising.size()) - 1;
    const UInt256 mean{work.window / static_cast<std::uint64_t>(blocks)};
    const UInt256 next = weighted_difficulty(weighted, mean, blocks, spacing_s, 97);
    if (!is_jump(rising, spacing_s)) {
        return next;
    }
    const UInt256 jump = std::min(UInt256{work.newest * 110U / 100U}, UInt256{mean * 105U / 100U});
    return std::max(next, jump);
}

}  // namespace sluice::difficulty
