#pragma once
/// The rounds of a header's second block and of the outer hash over lanes, with what is known of
/// them beforehand (prepared_scan.hpp, message_words.hpp). For sources that name their instruction
/// set first, see lanes.hpp. Pure functions, thread-safe.

#include "kernels/sha256d/lanes.hpp"
#include "kernels/sha256d/prepared_scan.hpp"

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

/// One round of the second block.
template <std::size_t t, class Lane>
SLUICE_INLINE void second_block_round(LaneState<Lane>& s, const PreparedScan& scan,
                                      const PreparedVersion& version,
                                      const LaneSchedule<Lane>& schedule) noexcept {
    if constexpr (t < 7) {
        lane_round<t>(s, Lane{} + version.h_k_w[t - 4]);
    } else if constexpr (t < 18) {
        lane_round<t>(s, s[place(t, 7)] + scan.k_plus_words[t]);
    } else {
        lane_round<t>(s, s[place(t, 7)] + schedule.k_plus_w[t]);
    }
}

/// One round of the outer hash, and before it the word that it needs.
template <std::size_t t, class Lane>
SLUICE_INLINE void outer_round(LaneState<Lane>& s, Lane (&w)[16],
                               const OuterConstants& outer) noexcept {
    if constexpr (t >= 16) {
        next_word<OuterBlock, t>(w, outer.words[t]);
    }
    Lane h_k_w = Lane{} + outer.k_plus[t];
    if constexpr (t >= 4) {
        h_k_w += s[place(t, 7)];
    }
    if constexpr (OuterBlock::kind(t) == WordKind::varying) {
        h_k_w += w[t % 16];
    }
    lane_round<t>(s, h_k_w);
}

}  // namespace
}  // namespace sluice::kernels::sha256d
