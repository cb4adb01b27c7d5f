#include "tests/bench/swarm/share_timing.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace sluice::swarm {
namespace {

constexpr double hashrate_min = 1e-3;
constexpr double hashrate_max = 1e21;

/// Waits beyond this end with the run anyway, and do not fit 64-bit nanoseconds for ever.
constexpr double wait_s_max = 86'400;

constexpr std::string_view prefixes = "kMGTPE";

}  // namespace

Result<double> parse_hashrate(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const std::string_view unit = text.substr(static_cast<std::size_t>(end - text.data()));
    const std::size_t power = unit.size() == 1 ? prefixes.find(unit.front()) : 0;
    if (!unit.empty()) {
        value *= std::pow(1000.0, static_cast<double>(power + 1));
    }
    if (error != std::errc{} || unit.size() > 1 || power == std::string_view::npos ||
        !(value >= hashrate_min && value <= hashrate_max)) {
        return Unexpected{"'" + std::string(text) +
                          "' is no hashrate; write hashes per second such as 250, 1k, 2.5M or 1P"};
    }
    return value;
}

double draw_hashrate(const HashrateRange& range, double uniform) {
    return range.min * std::pow(range.max / range.min, uniform);
}

std::chrono::nanoseconds share_wait(double hashrate, double hashes_per_share,
                                    double shares_per_second_max, double uniform) {
    const double rate = std::min(hashrate / hashes_per_share, shares_per_second_max);
    const double wait_s = std::min(-std::log1p(-uniform) / rate, wait_s_max);
    return std::chrono::nanoseconds{std::llround(wait_s * 1e9)};
}

}  // namespace sluice::swarm
