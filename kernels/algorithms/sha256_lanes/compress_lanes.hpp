#pragma once
/// SHA-256's compression function for many messages at once, one per element of a lane (see
/// lanes.hpp). Large when inlined: each instruction set wraps it once in a function of its own that
/// is not. Pure functions, thread-safe. FIPS 180-4, 6.2.2.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"
#include "kernels/hash/sha256.hpp"

#include <cstddef>
#include <utility>

namespace sluice::kernels::sha256d {
namespace {

template <class Lane>
inline constexpr std::size_t elements = sizeof(Lane) / sizeof(std::uint32_t);

/// Folds one block of every lane into its hash value.
template <class Lane>
using CompressLanes = void(Lane (&hash)[8], const Lane (&block)[16]) noexcept;

/// A message of which nothing is known beforehand.
struct AnyBlock {
    static constexpr WordKind kind(std::size_t) { return WordKind::varying; }
};

template <class Lane>
SLUICE_INLINE Lane byte_swap(Lane x) noexcept {
    return (rotate_right<8>(x) & 0xff00ff00U) | (rotate_right<24>(x) & 0x00ff00ffU);
}

template <std::size_t t, class Lane>
SLUICE_INLINE void compress_round(LaneState<Lane>& working, Lane (&w)[16]) noexcept {
    if constexpr (t >= 16) {
        next_word<AnyBlock, t>(w, 0);
    }
    lane_round<t>(working, working[place(t, 7)] + w[t % 16] + round_constants[t]);
}

template <class Lane, std::size_t... t>
SLUICE_INLINE void compress_rounds(LaneState<Lane>& working, Lane (&w)[16],
                                   std::index_sequence<t...>) noexcept {
    (compress_round<t>(working, w), ...);
}

template <class Lane>
SLUICE_INLINE void compress_lanes(Lane (&hash)[8], const Lane (&block)[16]) noexcept {
    Lane w[16];
    for (std::size_t i = 0; i < 16; ++i) {
        w[i] = block[i];
    }
    LaneState<Lane> working;
    for (std::size_t i = 0; i < 8; ++i) {
        working[i] = hash[i];
    }
    compress_rounds(working, w, std::make_index_sequence<64>{});
    for (std::size_t i = 0; i < 8; ++i) {
        hash[i] += working[i];
    }
}

}  // namespace
}  // namespace sluice::kernels::sha256d
