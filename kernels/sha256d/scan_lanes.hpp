#pragma once
/// The scan of sha256d over lanes: the second block of the header for all nonces of a vector, its
/// message schedule once for all versions, then the outer hash up to the one word that a target
/// rarely lets pass. Always inlined into a [[gnu::target]] function (see lanes.hpp). Thread-safe.

#include "kernels/backends/cpu/cpu_kernel.hpp"
#include "kernels/sha256d/lanes.hpp"
#include "kernels/sha256d/prepared_scan.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

namespace sluice::kernels::sha256d {

template <class Lane>
inline constexpr std::uint32_t lane_count = sizeof(Lane) / sizeof(std::uint32_t);

/// Puts K[t] + W[t] of the second block into `k_plus_w`, with W[t] known or made from the window.
template <std::size_t t, class Lane>
SLUICE_INLINE void second_block_word(const PreparedScan& scan, Lane (&w)[16],
                                     Lane (&k_plus_w)[64]) noexcept {
    if constexpr (t == 16 || t == 17) {
        w[t % 16] = Lane{} + scan.words[t];
    } else if constexpr (t > 17) {
        next_word<t>(w);
    }
    k_plus_w[t] = w[t % 16] + round_constants[t];
}

/// The second block's schedule for rounds 3 to 63; the same for all versions.
template <class Lane, std::size_t... t>
SLUICE_INLINE void expand_second_block(const PreparedScan& scan, const Lane& nonces,
                                       Lane (&k_plus_w)[64], std::index_sequence<t...>) noexcept {
    Lane w[16] = {};
    for (std::size_t i = 0; i < 3; ++i) {
        w[i] = Lane{} + scan.words[i];
    }
    // The padding is written as literals, so that the compiler folds the sums of known words.
    w[4] = Lane{} + 0x80000000U;
    w[15] = Lane{} + 640U;
    byte_swap(w[3], nonces);  // little-endian in the header, big-endian in SHA-256
    (second_block_word<t + 3>(scan, w, k_plus_w), ...);
}

/// Rounds 3 to 63 of the second block.
template <class Lane, std::size_t... t>
SLUICE_INLINE void second_block_rounds(LaneState<Lane>& s, const Lane (&k_plus_w)[64],
                                       std::index_sequence<t...>) noexcept {
    (lane_round<t + 3>(s, k_plus_w[t + 3]), ...);
}

/// One round of the outer hash, and before it the word that it needs.
template <std::size_t t, class Lane>
SLUICE_INLINE void outer_round(LaneState<Lane>& s, Lane (&w)[16]) noexcept {
    if constexpr (t >= 16) {
        next_word<t>(w);
    }
    const Lane k_plus_w = w[t % 16] + round_constants[t];
    lane_round<t>(s, k_plus_w);
}

template <class Lane, std::size_t... t>
SLUICE_INLINE void outer_rounds(LaneState<Lane>& s, Lane (&w)[16],
                                std::index_sequence<t...>) noexcept {
    (outer_round<t>(s, w), ...);
}

/// Bits 224 to 255 of the hash of every lane. They are H7 of the outer hash, byte-swapped, and H7
/// is the variable e after round 60, which rounds 61 to 63 only pass on to h: they are left out.
template <class Lane>
SLUICE_INLINE void top_words(const PreparedVersion& version, const Lane (&k_plus_w)[64],
                             Lane& out) noexcept {
    // Round 3 finds its a at [-3 mod 8], see LaneState.
    LaneState<Lane> inner;
    for (std::size_t i = 0; i < 8; ++i) {
        inner[(i + 5) % 8] = Lane{} + version.after_w2[i];
    }
    second_block_rounds(inner, k_plus_w, std::make_index_sequence<61>{});

    Lane w[16] = {};
    LaneState<Lane> outer;
    for (std::size_t i = 0; i < 8; ++i) {
        w[i] = inner[i] + version.midstate[i];
        outer[i] = Lane{} + initial_state[i];
    }
    w[8] = Lane{} + 0x80000000U;
    w[15] = Lane{} + 256U;
    outer_rounds(outer, w, std::make_index_sequence<61>{});
    const Lane h7 = outer[(4 + 64 - 61) % 8] + initial_state[7];
    byte_swap(out, h7);
}

/// Whether any lane is <= `limit`.
template <class Lane>
SLUICE_INLINE bool any_at_most(const Lane& words, std::uint32_t limit) noexcept {
    if constexpr (std::is_integral_v<Lane>) {
        return words <= limit;
    } else {
        const auto at_most = words <= (Lane{} + limit);
        std::uint64_t parts[sizeof(at_most) / sizeof(std::uint64_t)];
        __builtin_memcpy(parts, &at_most, sizeof(parts));
        std::uint64_t any = 0;
        for (const std::uint64_t part : parts) {
            any |= part;
        }
        return any != 0;
    }
}

/// Adds the first `valid` lanes that are <= the target's top word to the candidates.
template <class Lane>
SLUICE_INLINE void add_candidates(const Lane& words, std::uint32_t target_top, std::uint32_t valid,
                                  Candidate first, CandidateBuffer& out) noexcept {
    std::uint32_t word[lane_count<Lane>];
    __builtin_memcpy(word, &words, sizeof(words));
    for (std::uint32_t i = 0; i < lane_count<Lane> && i < valid; ++i) {
        if (word[i] <= target_top) {
            out.add({first.nonce_offset + i, first.version_index});
        }
    }
}

/// Scans `count` nonces from `first` on. Lanes behind the last nonce are hashed and left out.
template <class Lane>
SLUICE_INLINE void scan_lanes(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
                              CandidateBuffer& out) noexcept {
    constexpr std::uint32_t lanes = lane_count<Lane>;
    std::uint32_t lane_index[lanes];
    for (std::uint32_t i = 0; i < lanes; ++i) {
        lane_index[i] = i;
    }
    Lane iota;
    __builtin_memcpy(&iota, lane_index, sizeof(iota));
    for (std::uint32_t offset = 0; offset < count; offset += lanes) {
        const Lane nonces = iota + (first + offset);
        Lane k_plus_w[64];
        expand_second_block(scan, nonces, k_plus_w, std::make_index_sequence<61>{});
        for (std::uint32_t v = 0; v < scan.version_count; ++v) {
            Lane words;
            top_words(scan.versions[v], k_plus_w, words);
            if (any_at_most(words, scan.target_top)) {
                add_candidates(words, scan.target_top, count - offset, {offset, v}, out);
            }
        }
    }
}

}  // namespace sluice::kernels::sha256d
