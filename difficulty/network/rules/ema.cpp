// EMA: the exponential moving average of the hashrate that each block shows, with the exact weight
// of its solve time. Floating point: for measurements, no chain's consensus.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstdint>

namespace sluice::difficulty {
namespace {

/// D'/D = 1 + (1 - e^(-s/tau)) (T/s - 1), continued at s = 0, where it is 1 + T/tau.
double growth(double solve_time_s, double spacing_s, double tau_s) {
    if (solve_time_s <= 0) {
        return 1 + spacing_s / tau_s;
    }
    return 1 - std::expm1(-solve_time_s / tau_s) * (spacing_s / solve_time_s - 1);
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const Height tip = chain.next_height() - 1;
    const std::uint32_t bits = chain.bits_at(tip);
    if (tip == 0) {
        return bits;
    }
    const auto solve_time_s = static_cast<double>(chain.time_at(tip) - chain.time_at(tip - 1));
    const auto spacing_s = static_cast<double>(params.spacing_s);
    const double tau_s = spacing_s * static_cast<double>(params.window_blocks);
    return scaled_bits(target_of(bits), 1 / growth(solve_time_s, spacing_s, tau_s), params);
}

Height reach(const RuleParams&) { return 2; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 1, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule ema_rule{
    .name = "ema",
    .description = "Exponential average of the hashrate of blocks, time constant window_blocks",
    .source = "Jacob Eliosoff; zawy12/difficulty-algorithms issue 17",
    .weakness =
        "Exponentials in floating point, so no consensus rule as it stands; a timestamp that runs "
        "backwards counts as no time and the next block pays for it",
    .defaults = {.window_blocks = 144},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .floating_point = true,
};

}  // namespace sluice::difficulty
