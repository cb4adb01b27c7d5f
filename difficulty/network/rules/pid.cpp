// A PID controller of the logarithm of the target in velocity form: the error of a block is its
// solve time over the wanted one, minus 1. The integral term alone is WTEMA. Integer, in
// thousandths.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

constexpr std::int64_t per_mille = 1000;
constexpr std::int64_t error_max = 6;  // spacings; a single long wait tells no more

/// Error of the block `back` below the tip, in thousandths; 0 where there is no such block.
std::int64_t error_per_mille(const ChainView& chain, Height back, std::int64_t spacing_s) {
    const Height tip = chain.next_height() - 1;
    if (tip < back + 1) {
        return 0;
    }
    const std::int64_t solved = chain.time_at(tip - back) - chain.time_at(tip - back - 1);
    return std::clamp<std::int64_t>(solved, 0, error_max * spacing_s) * per_mille / spacing_s -
           per_mille;
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const std::int64_t now = error_per_mille(chain, 0, params.spacing_s);
    const std::int64_t before = error_per_mille(chain, 1, params.spacing_s);
    const std::int64_t earlier = error_per_mille(chain, 2, params.spacing_s);
    const std::int64_t change = params.proportional_per_mille * (now - before) +
                                params.integral_per_mille * now +
                                params.derivative_per_mille * (now - 2 * before + earlier);
    // One block at most halves or doubles the target.
    constexpr std::int64_t whole = per_mille * per_mille;
    return scaled_bits(target_of(chain.bits_at(chain.next_height() - 1)),
                       std::clamp(whole + change, whole / 2, whole * 2), whole, params);
}

Height reach(const RuleParams&) { return 4; }

constexpr std::int64_t gain_max = 1000;

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"proportional_per_mille", &RuleParams::proportional_per_mille, -gain_max,
                  gain_max},
    RuleParameter{"integral_per_mille", &RuleParams::integral_per_mille, 1, gain_max},
    RuleParameter{"derivative_per_mille", &RuleParams::derivative_per_mille, -gain_max, gain_max},
};

}  // namespace

constinit const DifficultyRule pid_rule{
    .name = "pid",
    .description = "PID controller on the log target, velocity form, error s/T - 1 of each block",
    .source = "Astrom and Murray, Feedback Systems, chapter 11 (velocity form)",
    .weakness =
        "Solve times are white noise: proportional and derivative terms answer the noise of single "
        "blocks, and clamped errors make blocks slower than wanted",
    .defaults = {.proportional_per_mille = 5, .integral_per_mille = 7, .derivative_per_mille = 1},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
