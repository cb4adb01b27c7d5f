#pragma once
/// Arithmetic that the rules share: wide enough never to wrap, capped at the limit of the chain and
/// never below 1, since no hash meets a target of 0. Pure, any thread.

#include "difficulty/network/rule_params.hpp"
#include "protocol/pow/target.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>

namespace sluice::difficulty {

using UInt512 = boost::multiprecision::uint512_t;

[[nodiscard]] inline protocol::UInt256 target_of(std::uint32_t bits) {
    return protocol::decode_compact(bits).target.value;
}

/// The compact form of a wanted target, which is first brought within 1 and the chain's limit.
[[nodiscard]] std::uint32_t bits_within(const UInt512& target, const RuleParams& params);

/// The same to the nearest mantissa instead of down to it, for rules whose chains do not use
/// compact bits: rounding down in each block would drag a rule that builds on its own last answer.
[[nodiscard]] std::uint32_t nearest_bits_within(const UInt512& target, const RuleParams& params);

/// target * took / wanted: multiply, then divide, as Bitcoin does. `took` below 0 counts as 0.
[[nodiscard]] std::uint32_t scaled_bits(const protocol::UInt256& target, std::int64_t took,
                                        std::int64_t wanted, const RuleParams& params);

/// The target scaled by a floating-point factor of 2^-24 to 2^24, to the nearest mantissa, for
/// rules that are not integer.
[[nodiscard]] std::uint32_t scaled_bits(const protocol::UInt256& target, double factor,
                                        const RuleParams& params);

/// Bitcoin's retarget of a whole period that took `took` seconds: at most by a factor of four.
[[nodiscard]] std::uint32_t period_retarget(std::uint32_t bits, std::int64_t took,
                                            const RuleParams& params);

}  // namespace sluice::difficulty
