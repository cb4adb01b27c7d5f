#pragma once
/// The rounds of a header's second block and of the outer hash over lanes, with what is known of
/// them beforehand (prepared_scan.hpp, message_words.hpp). For sources that name their instruction
/// set first, see lanes.hpp. Pure functions, thread-safe.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"
#include "kernels/algorithms/sha256d/prepared_scan.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {
namespace {

/// What the hashes of a vector of nonces share.
template <class Lane>
struct LaneSchedule {
    Lane nonces;        ///< W[3]
    Lane k_plus_w[64];  ///< K[t] + W[t] where W[t] varies: from t = 18 on
};

template <std::size_t t, class Lane>
SLUICE_INLINE void schedule_word(const PreparedScan& scan, const Words& k, Lane (&w)[16],
                                 LaneSchedule<Lane>& out) noexcept {
    next_word<SecondBlock, t>(w, scan.words[t]);
    out.k_plus_w[t] = w[t % 16] + k[t];
}

/// The working variables of the second block after round 3.
template <class Lane>
SLUICE_INLINE void start_second_block(const PreparedVersion& version, Lane nonces,
                                      LaneState<Lane>& s) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
        s[place(4, i)] = broadcast<Lane>(version.after_w3[i]);
    }
    s[place(4, 0)] += nonces;
    s[place(4, 4)] += nonces;
}

/// One round of the second block.
template <std::size_t t, class Lane>
SLUICE_INLINE void second_block_round(LaneState<Lane>& s, const PreparedScan& scan,
                                      const PreparedVersion& version,
                                      const LaneSchedule<Lane>& schedule) noexcept {
    if constexpr (t < 7) {
        lane_round<t>(s, broadcast<Lane>(version.h_k_w[t - 4]));
    } else if constexpr (t < 18) {
        lane_round<t>(s, s[place(t, 7)] + scan.k_plus_words[t]);
    } else {
        lane_round<t>(s, s[place(t, 7)] + schedule.k_plus_w[t]);
    }
}

/// The outer hash's message, which is the inner hash, and its working variables after round 0.
template <class Lane>
SLUICE_INLINE void start_outer_block(const PreparedVersion& version, const LaneState<Lane>& inner,
                                     const OuterConstants& outer, Lane (&w)[16],
                                     LaneState<Lane>& s) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
        w[i] = inner[i] + version.midstate[i];
        s[place(1, i)] = broadcast<Lane>(outer.after_w0[i]);
    }
    s[place(1, 0)] += w[0];
    s[place(1, 4)] += w[0];
}

/// H7 of the outer hash: bits 224 to 255 of the hash, byte-swapped. It is the variable e after
/// round 60 and a constant, which is part of that round; rounds 61 to 63 only pass it on to h, and
/// rounds 57 to 60 need no a.
template <class Lane>
SLUICE_INLINE Lane top_word(const LaneState<Lane>& s) noexcept {
    return s[place(61, 4)];
}

/// One round of the outer hash, and before it the word that it needs.
template <std::size_t t, class Lane>
SLUICE_INLINE void outer_round(LaneState<Lane>& s, Lane (&w)[16],
                               const OuterConstants& outer) noexcept {
    if constexpr (t >= 16) {
        next_word<OuterBlock, t>(w, outer.words[t]);
    }
    Lane h_k_w = broadcast<Lane>(outer.k_plus[t]);
    if constexpr (t >= 4) {
        h_k_w = s[place(t, 7)] + outer.k_plus[t];
    }
    if constexpr (OuterBlock::kind(t) == WordKind::varying) {
        h_k_w += w[t % 16];
    }
    lane_round<t>(s, h_k_w);
}

}  // namespace
}  // namespace sluice::kernels::sha256d
