// Litecoin and the Dogecoin of 2013: Bitcoin's rule, looking back over the full period.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using boost::multiprecision::msb;
using protocol::UInt256;

/// From the last block of the period before this one to the last of this one (Art Forz): no seam
/// between periods is left out. The very first period has no block before it.
std::int64_t period_time(const ChainView& chain, Height window) {
    const Height height = chain.next_height();
    const Height first = height == window ? 0 : height - window - 1;
    return chain.time_at(height - 1) - chain.time_at(first);
}

/// The times of a period that a retarget believes.
struct Bounds {
    std::int64_t shortest;
    std::int64_t longest;
};

/// Litecoin halves a target near its limit before it multiplies: 256 bits do not hold the product.
std::uint32_t litecoin_retarget(std::uint32_t bits, std::int64_t took, const RuleParams& params) {
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const std::int64_t shortest = std::max<std::int64_t>(1, wanted / 4);
    const auto believed = static_cast<std::uint64_t>(std::clamp(took, shortest, wanted * 4));
    const UInt256 target = target_of(bits);
    const bool halve = target != 0 && msb(target) + 1 > msb(target_of(params.pow_limit_bits));
    const unsigned shift = halve ? 1 : 0;
    const UInt512 scaled = UInt512{target >> shift} * believed / static_cast<std::uint64_t>(wanted);
    return bits_within(scaled << shift, params);
}

std::uint32_t litecoin_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    const std::uint32_t bits = chain.bits_at(height - 1);
    return height % window != 0 ? bits
                                : litecoin_retarget(bits, period_time(chain, window), params);
}

/// Dogecoin let the difficulty rise faster while it was young.
Bounds dogecoin_bounds(Height height, std::int64_t wanted) {
    const std::int64_t rise_max = height > 10'000 ? 4 : height > 5'000 ? 8 : 16;
    return {std::max<std::int64_t>(1, wanted / rise_max), wanted * 4};
}

std::uint32_t dogecoin_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    const std::uint32_t bits = chain.bits_at(height - 1);
    if (height % window != 0) {
        return bits;
    }
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    const Bounds bounds = dogecoin_bounds(height, wanted);
    const std::int64_t took =
        std::clamp(period_time(chain, window), bounds.shortest, bounds.longest);
    return scaled_bits(target_of(bits), took, wanted, params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks) + 1; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule litecoin_rule{
    .name = "litecoin",
    .description = "btc-2016 that looks back over the whole period, seam included",
    .source = "Litecoin Core src/pow.cpp CalculateNextWorkRequired",
    .weakness = "As slow as btc-2016 after a loss of hashrate; miners hop between periods",
    .defaults = {.spacing_s = 150, .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = litecoin_next_bits,
    .reach = reach,
    .periodic = true,
};

constinit const DifficultyRule dogecoin_2013_rule{
    .name = "dogecoin-2013",
    .description = "Litecoin's rule every four hours; rises up to 16x before block 5,000",
    .source = "Dogecoin Core src/dogecoin.cpp CalculateDogecoinNextWorkRequired",
    .weakness = "Multipools mine the easy periods and leave the hard ones to others",
    .defaults = {.spacing_s = 60, .window_blocks = 240, .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = dogecoin_next_bits,
    .reach = reach,
    .periodic = true,
};

}  // namespace sluice::difficulty
