// WTEMA: each block moves the target by the error of its solve time, divided by a number of blocks.
// The exponential moving average of solve times, to first order and without an exponential.

#include "difficulty/network/rules/grin.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

constexpr std::uint32_t grin_limit_bits = 0x1f03'ffff;  // the work is grin_difficulty_min

/// Of the tip; the genesis block counts as on time.
std::int64_t solve_time_s(const ChainView& chain, std::int64_t spacing_s) {
    const Height tip = chain.next_height() - 1;
    return tip == 0 ? spacing_s : chain.time_at(tip) - chain.time_at(tip - 1);
}

/// Grin's timestamps rise strictly; elsewhere one that does not counts as a second.
std::int64_t grin_divisor_s(std::int64_t solve_time_s, std::int64_t spacing_s,
                            std::int64_t half_life_s) {
    const std::int64_t solved = std::max<std::int64_t>(1, solve_time_s);
    return std::max<std::int64_t>(1, half_life_s - spacing_s + solved);
}

std::uint32_t wtema_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t error_s = solve_time_s(chain, params.spacing_s) - params.spacing_s;
    return scaled_bits(target_of(chain.bits_at(chain.next_height() - 1)), wanted + error_s, wanted,
                       params);
}

std::uint32_t grin_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    // On targets, the inverse: a whole number of hashes would be too coarse for an easy chain.
    const UInt512 target = target_of(chain.bits_at(chain.next_height() - 1));
    const std::int64_t divisor =
        grin_divisor_s(solve_time_s(chain, params.spacing_s), params.spacing_s, params.half_life_s);
    return nearest_bits_within(target * static_cast<std::uint64_t>(divisor) /
                                   static_cast<std::uint64_t>(params.half_life_s),
                               params);
}

Height reach(const RuleParams&) { return 2; }

constexpr std::array wtema_parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 1, window_blocks_max},
};

constexpr std::array grin_parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"half_life_s", &RuleParams::half_life_s, 1, half_life_s_max},
};

}  // namespace

UInt256 grin_difficulty(const UInt256& difficulty, std::int64_t solve_time_s,
                        std::int64_t spacing_s, std::int64_t half_life_s) {
    const std::int64_t divisor = grin_divisor_s(solve_time_s, spacing_s, half_life_s);
    const UInt512 scaled = UInt512{difficulty} * static_cast<std::uint64_t>(half_life_s) /
                           static_cast<std::uint64_t>(divisor);
    const UInt256 most = ~UInt256{0};
    return scaled < most ? UInt256{scaled} : most;
}

constinit const DifficultyRule wtema_rule{
    .name = "wtema",
    .description = "Moves the target by the last block's error of solve time over window_blocks",
    .source = "Tom Harding and Jacob Eliosoff; jtoomim/difficulty mining.py next_bits_wtema",
    .weakness =
        "Mean spacing T(1+1/2N); a timestamp far enough behind its parent's takes the target to 1, "
        "so "
        "the chain must bound or forbid timestamps that run backwards",
    .defaults = {.window_blocks = 576},
    .parameters = wtema_parameters,
    .next_bits = wtema_next_bits,
    .reach = reach,
};

constinit const DifficultyRule grin_rule{
    .name = "grin",
    .description = "WTEMA on the difficulty: D * 4h / (4h - 60 s + solve time)",
    .source = "Grin RFC 0012, core/src/consensus.rs next_wtema_difficulty",
    .weakness =
        "Relies on strictly rising timestamps (a step back counts as 1 s); in compact bits its "
        "steps "
        "are rounded to the nearest mantissa, on Grin to a whole number",
    .defaults = {.spacing_s = 60, .half_life_s = 14'400, .pow_limit_bits = grin_limit_bits},
    .parameters = grin_parameters,
    .next_bits = grin_next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
