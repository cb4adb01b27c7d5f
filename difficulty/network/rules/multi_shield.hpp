#pragma once
/// DigiByte's MultiShield (V4) on a chain of several algorithms (GetNextWorkRequiredV4 of DigiByte
/// Core, src/pow.cpp). Pure, any thread.

#include "difficulty/network/rule_params.hpp"

#include <cstdint>

namespace sluice::difficulty {

inline constexpr int digibyte_algorithms = 5;

/// What the rule reads of a chain for the next block of one algorithm.
struct MultiShieldView {
    std::uint32_t bits = 0;  ///< of the last block of this algorithm
    /// Blocks of other algorithms since then: 0 if it is the tip.
    std::int64_t blocks_since = 0;
    /// From the median time past `window_blocks` below the tip to the tip's, over all algorithms.
    std::int64_t took = 0;
};

/// Bits of the next block of an algorithm: the global error of time, damped and clamped, and 4 % up
/// or down for each place that this algorithm is before or behind its turn. Reads spacing (of a
/// block of any algorithm), window, damping, rise_max_per_mille and fall_max_per_mille of the parameters.
[[nodiscard]] std::uint32_t multi_shield_bits(const MultiShieldView& view, int algorithms,
                                              const RuleParams& params);

}  // namespace sluice::difficulty
