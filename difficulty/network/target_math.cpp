#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::difficulty {

using protocol::Target;
using protocol::UInt256;

std::uint32_t bits_within(const UInt512& target, const RuleParams& params) {
    const UInt256 limit = target_of(params.pow_limit_bits);
    const UInt256 capped = target < limit ? UInt256{target} : limit;
    return protocol::encode_compact(Target{std::max(capped, UInt256{1})});
}

std::uint32_t nearest_bits_within(const UInt512& target, const RuleParams& params) {
    if (target == 0) {
        return bits_within(target, params);
    }
    // A compact target of this many bytes keeps the upper three of them.
    const unsigned size = static_cast<unsigned>(boost::multiprecision::msb(target)) / 8 + 1;
    const unsigned sign_byte = boost::multiprecision::msb(target) % 8 == 7 ? 1 : 0;
    const unsigned dropped = size + sign_byte > 3 ? 8 * (size + sign_byte - 3) : 0;
    const UInt512 half_step = dropped > 0 ? UInt512{1} << (dropped - 1) : UInt512{0};
    return bits_within(target + half_step, params);
}

std::uint32_t scaled_bits(const UInt256& target, std::int64_t took, std::int64_t wanted,
                          const RuleParams& params) {
    const auto numerator = static_cast<std::uint64_t>(std::max<std::int64_t>(took, 0));
    const auto denominator = static_cast<std::uint64_t>(wanted);
    return bits_within(UInt512{target} * numerator / denominator, params);
}

std::uint32_t scaled_bits(const UInt256& target, double factor, const RuleParams& params) {
    constexpr unsigned fraction_bits = 38;  // with a factor of at most 2^24 below 2^63
    constexpr double factor_max = 0x1p24;
    const double bounded = std::clamp(factor, 1 / factor_max, factor_max);
    const auto fixed = static_cast<std::uint64_t>(std::ldexp(bounded, fraction_bits));
    return nearest_bits_within(UInt512{target} * fixed >> fraction_bits, params);
}

std::uint32_t period_retarget(std::uint32_t bits, std::int64_t took, const RuleParams& params) {
    constexpr std::int64_t adjustment_max = 4;
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    // A period of 2 or 3 s has no whole quarter; Bitcoin's own parameters are far from that.
    const std::int64_t shortest = std::max<std::int64_t>(1, wanted / adjustment_max);
    return scaled_bits(target_of(bits), std::clamp(took, shortest, wanted * adjustment_max), wanted,
                       params);
}

}  // namespace sluice::difficulty
