#pragma once
/// The linearly weighted moving averages of zawy12, in difficulty: the newest solve time weighs N
/// times the oldest. LWMA-1 of zawy12/difficulty-algorithms issue 3 as of 2018, LWMA4_ of its
/// test_DAs.cpp, both without the digits that they round away for people to read. (LWMA1_ of
/// test_DAs.cpp is another function since @8d83967: it starts at the first timestamp.) Pure, any
/// thread.

#include "protocol/pow/uint256.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace sluice::difficulty {

/// Of the N blocks of a window, and of its newest block alone.
struct LwmaWork {
    protocol::UInt256 window;
    protocol::UInt256 newest;
};

/// Sum of i * solve time i. `times` are the timestamps of N + 1 blocks, oldest first: the block
/// before the window, then the window. A timestamp that is no later than an earlier one counts as
/// `tie_s` later.
[[nodiscard]] std::int64_t lwma_1_weighted_time(std::span<const std::int64_t> times,
                                                std::int64_t spacing_s, std::int64_t tie_s = 0);

/// The difficulty that follows from that sum and from the work of a window of `window_blocks`.
[[nodiscard]] protocol::UInt256 lwma_1_difficulty(std::int64_t weighted_time_s,
                                                  const protocol::UInt256& window_work,
                                                  std::int64_t blocks, std::int64_t spacing_s);

/// LWMA-4: tempers a long solve time that follows fast ones, and jumps after very fast ones. Needs
/// timestamps of at least four blocks.
[[nodiscard]] protocol::UInt256 lwma_4_difficulty(std::vector<std::int64_t> times,
                                                  const LwmaWork& work, std::int64_t spacing_s);

}  // namespace sluice::difficulty
