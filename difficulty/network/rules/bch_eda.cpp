// Bitcoin Cash, August to November 2017: Bitcoin's rule and an emergency drop in between.
// GetNextEDAWorkRequired of Bitcoin ABC, src/pow.cpp.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

constexpr Height slow_blocks = 6;
constexpr std::int64_t slow_spacings = 72;  // twelve hours of ten-minute blocks

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    const Height tip = height - 1;
    const std::uint32_t bits = chain.bits_at(tip);
    if (height % window == 0) {
        return period_retarget(bits, chain.time_at(tip) - chain.time_at(height - window), params);
    }
    if (tip < slow_blocks || bits == params.pow_limit_bits) {
        return bits;
    }
    const std::int64_t took =
        median_time_past(chain, tip) - median_time_past(chain, tip - slow_blocks);
    if (took < slow_spacings * params.spacing_s) {
        return bits;
    }
    const protocol::UInt256 target = target_of(bits);
    return bits_within(UInt512{target} + (target >> 2), params);
}

Height reach(const RuleParams& params) {
    return std::max(static_cast<Height>(params.window_blocks), slow_blocks + median_time_span);
}

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule bch_eda_rule{
    .name = "bch-eda",
    .description = "btc-2016 with a drop of 20 % after every six blocks that took twelve hours",
    .source = "Bitcoin ABC 0.14 src/pow.cpp GetNextEDAWorkRequired",
    .weakness =
        "Goes down in hours and up in weeks: miners leave, wait for the drops and come back to "
        "thousands of easy blocks (43 drops in three months of 2017)",
    .defaults = {},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .periodic = true,
};

}  // namespace sluice::difficulty
