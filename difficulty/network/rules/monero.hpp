#pragma once
/// Monero's difficulty in its own unit (next_difficulty of src/cryptonote_basic/difficulty.cpp).
/// Pure, any thread.

#include "protocol/pow/uint256.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::difficulty {

inline constexpr std::size_t monero_window = 720;
inline constexpr std::size_t monero_lag = 15;  ///< newest blocks that do not count
inline constexpr std::size_t monero_cut = 60;  ///< timestamps cut off at each end, after sorting

/// First and one past the last of `count` sorted timestamps that are kept.
struct MoneroCut {
    std::size_t begin;
    std::size_t end;
};
[[nodiscard]] MoneroCut monero_cut_of(std::size_t count, std::size_t window, std::size_t cut);

/// `times` and the difficulty of the chain up to and with each block, oldest first, of at most
/// `window` blocks; the newest that count have been left out by the caller.
[[nodiscard]] protocol::UInt256 monero_difficulty(std::vector<std::int64_t> times,
                                                  std::span<const protocol::UInt256> cumulative,
                                                  std::int64_t spacing_s = 120,
                                                  std::size_t window = monero_window,
                                                  std::size_t cut = monero_cut);

/// The last step: work * spacing / time, rounded up; no time counts as 1 s.
[[nodiscard]] protocol::UInt256 monero_quotient(const protocol::UInt256& work, std::int64_t took,
                                                std::int64_t spacing_s);

}  // namespace sluice::difficulty
