// Bitcoin Cash, November 2017 to November 2020: the work of a day, divided by the time it took.
// GetNextCashWorkRequired of Bitcoin ABC, src/pow.cpp.

#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"
#include "difficulty/network/work_ring.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr Height median_blocks = 3;

/// The middle one by timestamp of a block and its two parents, so that one bad timestamp does not
/// count. Which of equal timestamps it is follows the original's sorting network. `time_at` is of a
/// height.
template <class TimeAt>
Height suitable_block(Height height, const TimeAt& time_at) {
    std::array<Height, median_blocks> blocks{height - 2, height - 1, height};
    const auto sort_pair = [&](std::size_t a, std::size_t b) {
        if (time_at(blocks[a]) > time_at(blocks[b])) {
            std::swap(blocks[a], blocks[b]);
        }
    };
    sort_pair(0, 2);
    sort_pair(0, 1);
    sort_pair(1, 2);
    return blocks[1];
}

/// Whether the window and the parents of its first block exist below `height`.
bool has_window(Height height, Height window) { return height >= window + median_blocks; }

/// Bits of the difficulty that would have made this work take as long as wanted.
std::uint32_t bits_of_window(const UInt256& work, std::int64_t took, const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t believed =
        std::clamp(took, std::max<std::int64_t>(1, wanted / 2), wanted * 2);
    return truncated_bits_of_work(UInt256{work * static_cast<std::uint64_t>(params.spacing_s) /
                                          static_cast<std::uint64_t>(believed)},
                                  params);
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (!has_window(height, window)) {
        return chain.bits_at(height - 1);
    }
    const auto time_at = [&](Height at) { return chain.time_at(at); };
    const Height last = suitable_block(height - 1, time_at);
    const Height first = suitable_block(height - 1 - window, time_at);
    UInt256 work = 0;
    for (Height at = first + 1; at <= last; ++at) {
        work += work_of_bits(chain.bits_at(at));
    }
    return bits_of_window(work, chain.time_at(last) - chain.time_at(first), params);
}

Height reach(const RuleParams& params) {
    return static_cast<Height>(params.window_blocks) + median_blocks;
}

/// A window costs one subtraction.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params), blocks_(reach(params), first) {}

    void append(std::int64_t time, std::uint32_t bits) override { blocks_.append(time, bits); }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const Height height = blocks_.next_height();
        const auto window = static_cast<Height>(params_.window_blocks);
        if (!has_window(height, window)) {
            return blocks_.tip_bits();
        }
        const auto time_at = [&](Height at) { return blocks_.time_at(at); };
        const Height last = suitable_block(height - 1, time_at);
        const Height first = suitable_block(height - 1 - window, time_at);
        return bits_of_window(blocks_.work_between(first, last), time_at(last) - time_at(first),
                              params_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    WorkRing blocks_;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 3, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule cw_144_rule{
    .name = "cw-144",
    .description = "Work of a window divided by its time, between medians of three; at most 2x",
    .source = "Bitcoin ABC 0.16 src/pow.cpp GetNextCashWorkRequired",
    .weakness =
        "Echo: blocks that leave the window move the difficulty as much as new ones, so a burst of "
        "hashrate comes back every 144 blocks; a timestamp ahead of the clock pays",
    .defaults = {.window_blocks = 144},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .make_cursor = make_cursor_of<Cursor>,
};

}  // namespace sluice::difficulty
