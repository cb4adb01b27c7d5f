#pragma once
/// The arithmetic of Digishield v3 on a window of blocks (Zcash protocol specification 7.7.3).
/// Pure, any thread.

#include "difficulty/network/rule_params.hpp"
#include "protocol/pow/uint256.hpp"

#include <cstdint>

namespace sluice::difficulty {

/// Bits from the mean target of a window and the time between the medians at its ends. Reads
/// spacing, window, damping, rise_max_per_mille and fall_max_per_mille of the parameters.
[[nodiscard]] std::uint32_t digishield_bits(const protocol::UInt256& average, std::int64_t took,
                                            const RuleParams& params);

}  // namespace sluice::difficulty
