// Decred until DCP0011: once in 144 blocks, an average of the last 20 windows' times in which each
// window weighs half as much as the one after it. calcNextBlake256Diff of dcrd,
// internal/blockchain/difficulty.go, with alpha 1.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using Int128 = __int128;
using protocol::UInt256;

constexpr int fraction_bits = 32;
constexpr std::int64_t windows_max = 32;  // weights of 2^32 on 64-bit fractions fit 128 bits

/// Divides as Go's big.Int does it: the remainder is never negative.
Int128 divide_floor(Int128 dividend, Int128 divisor) {
    const Int128 quotient = dividend / divisor;
    return dividend % divisor < 0 ? quotient - 1 : quotient;
}

/// The weighted mean of the windows' times over the wanted time, with 32 fraction bits.
Int128 mean_window_time(const ChainView& chain, const RuleParams& params) {
    const auto window = static_cast<Height>(params.window_blocks);
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const Height tip = chain.next_height() - 1;
    Int128 sum = 0;
    Int128 weights = 0;
    std::int64_t recent = chain.time_at(tip);
    for (std::int64_t i = 0; i < params.windows; ++i) {
        const Height back = window * static_cast<Height>(i + 1);
        // A window that reaches back to genesis counts as on time.
        const Height at = back < tip ? tip - back : 0;
        const std::int64_t older = chain.time_at(at);
        const std::int64_t took = at == 0 ? wanted : recent - older;
        const Int128 ratio = divide_floor(Int128{took} * (Int128{1} << fraction_bits), wanted);
        const Int128 weight = Int128{1} << (params.windows - i);
        sum += ratio * weight;
        weights += weight;
        recent = older;
    }
    return divide_floor(sum, weights);
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    assert(height > 0);
    const std::uint32_t bits = chain.bits_at(height - 1);
    if (height % static_cast<Height>(params.window_blocks) != 0) {
        return bits;
    }
    const UInt512 target = target_of(bits);
    const Int128 mean = mean_window_time(chain, params);
    const auto ratio = static_cast<unsigned __int128>(std::max<Int128>(mean, 0));
    const UInt512 scaled = target * ratio >> fraction_bits;
    if (mean >= 0 && scaled == 0) {
        return params.pow_limit_bits;
    }
    return bits_within(std::clamp<UInt512>(scaled, target / 4, target * 4), params);
}

Height reach(const RuleParams& params) {
    return static_cast<Height>(params.window_blocks * params.windows) + 1;
}

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, 100'000},
    RuleParameter{"windows", &RuleParams::windows, 1, windows_max},
};

}  // namespace

constinit const DifficultyRule decred_ewma_rule{
    .name = "decred-ewma",
    .description =
        "Once in 144 blocks, by the times of 20 windows, each half the weight of the next",
    .source = "dcrd internal/blockchain/difficulty.go calcNextBlake256Diff (before DCP0011)",
    .weakness =
        "Overshoots: it scales the newest target by times that older targets caused, so it swings "
        "for days around a new hashrate",
    .defaults = {.spacing_s = 300, .window_blocks = 144, .windows = 20},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .periodic = true,
};

}  // namespace sluice::difficulty
