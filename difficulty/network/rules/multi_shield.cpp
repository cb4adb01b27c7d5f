#include "difficulty/network/rules/multi_shield.hpp"

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace sluice::difficulty {
namespace {

constexpr std::int64_t per_mille = 1000;
constexpr unsigned place_percent = 4;  // nLocalTargetAdjustment

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height <= window) {
        return params.pow_limit_bits;
    }
    const Height tip = height - 1;
    return multi_shield_bits(
        {.bits = chain.bits_at(tip),
         .blocks_since = 0,
         .took = median_time_past(chain, tip) - median_time_past(chain, tip - window)},
        1, params);
}

Height reach(const RuleParams& params) {
    return static_cast<Height>(params.window_blocks) + median_time_span;
}

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 1, window_blocks_max},
    RuleParameter{"damping", &RuleParams::damping, 1, damping_max},
    RuleParameter{"rise_max_per_mille", &RuleParams::rise_max_per_mille, 1, 999},
    RuleParameter{"fall_max_per_mille", &RuleParams::fall_max_per_mille, 1, 1'000'000},
};

}  // namespace

std::uint32_t multi_shield_bits(const MultiShieldView& view, int algorithms,
                                const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t damped = wanted + (view.took - wanted) / params.damping;
    const std::int64_t believed =
        std::clamp(damped, wanted * (per_mille - params.rise_max_per_mille) / per_mille,
                   wanted * (per_mille + params.fall_max_per_mille) / per_mille);
    UInt512 target = UInt512{target_of(view.bits)} * static_cast<std::uint64_t>(believed) /
                     static_cast<std::uint64_t>(wanted);
    const UInt512 limit = target_of(params.pow_limit_bits);
    // An algorithm's turn comes once in as many blocks as there are algorithms.
    std::int64_t places = algorithms - 1 - view.blocks_since;
    for (; places > 0; --places) {
        target = target * 100U / (100 + place_percent);
    }
    for (; places < 0 && target <= limit; ++places) {
        target = target * (100 + place_percent) / 100U;
    }
    return bits_within(target, params);
}

constinit const DifficultyRule digibyte_rule{
    .name = "digibyte",
    .description =
        "MultiShield: a quarter of the error of 50 blocks' median time, -8 to +16 %; "
        "here on a chain of one algorithm, so without its correction of turns",
    .source = "DigiByte Core src/pow.cpp GetNextWorkRequiredV4",
    .weakness =
        "The last target scaled by a time that older targets caused: late by the window and the "
        "median, it overshoots; starts a new chain at the limit",
    .defaults = {.spacing_s = 15,
                 .window_blocks = 50,
                 .damping = 4,
                 .rise_max_per_mille = 80,
                 .fall_max_per_mille = 160,
                 .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
