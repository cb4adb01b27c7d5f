#pragma once
/// Grin's difficulty in its own unit (Grin RFC 0012, next_wtema_difficulty of
/// core/src/consensus.rs). Pure, any thread.

#include "protocol/pow/uint256.hpp"

#include <cstdint>

namespace sluice::difficulty {

inline constexpr std::uint64_t grin_difficulty_min = 16'384;  ///< graph weight of Cuckatoo32

/// floor(difficulty * half_life / (half_life - spacing + solve time)); Grin calls the time constant
/// of 14,400 s its half-life. The caller applies Grin's minimum.
[[nodiscard]] protocol::UInt256 grin_difficulty(const protocol::UInt256& difficulty,
                                                std::int64_t solve_time_s,
                                                std::int64_t spacing_s = 60,
                                                std::int64_t half_life_s = 14'400);

}  // namespace sluice::difficulty
