// sha256d with the SHA extensions (Intel SDM volume 1, 5.20). One sha256rnds2 does two rounds and
// waits for the one before it, so several hashes are interleaved to fill the gaps: any nonces and
// versions that follow each other, for their schedules lie in memory.

#include "kernels/sha256d/scan_functions.hpp"

#include <immintrin.h>

#define SLUICE_LANE_TARGET "sha,sse4.1"
#include "kernels/sha256d/scan_loop.hpp"

namespace sluice::kernels::sha256d {
namespace {

/// The working variables as sha256rnds2 wants them, highest element first: a b e f and c d g h.
struct ShaState {
    __m128i abef;
    __m128i cdgh;
};

/// What PreparedVersion holds, in that form.
struct ShaVersion {
    ShaState midstate;
    ShaState after_w3;
};

/// What the hashes of one nonce share: K[t] + W[t] of the second block by fours, and the nonce
/// where it adds to a and e.
struct ShaSchedule {
    __m128i nonce;
    __m128i k_plus_w[16];
};

SLUICE_INLINE __m128i load_words(const std::uint32_t* words) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(words));
}

SLUICE_INLINE ShaState load_state(const State& s) noexcept {
    const __m128i dcba = _mm_shuffle_epi32(load_words(&s[0]), 0x1b);
    const __m128i hgfe = _mm_shuffle_epi32(load_words(&s[4]), 0x1b);
    return {_mm_unpackhi_epi64(hgfe, dcba), _mm_unpacklo_epi64(hgfe, dcba)};
}

/// Replaces W[4 group - 16 ...] by W[4 group ...], four words, in a window of sixteen.
SLUICE_INLINE void next_words(__m128i (&w)[4], std::size_t group) noexcept {
    const __m128i minus4 = w[(group + 3) % 4];
    const __m128i minus8 = w[(group + 2) % 4];
    const __m128i minus12 = w[(group + 1) % 4];
    const __m128i minus7 = _mm_alignr_epi8(minus4, minus8, 4);
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[group % 4], minus12), minus7);
    w[group % 4] = _mm_sha256msg2_epu32(sum, minus4);
}

/// The second block's schedule from round 4 on.
SLUICE_INLINE void make_schedule(const PreparedScan& scan, std::uint32_t nonce,
                                 ShaSchedule& out) noexcept {
    const int nonce_word = static_cast<int>(__builtin_bswap32(nonce));
    out.nonce = _mm_setr_epi32(0, nonce_word, 0, nonce_word);
    __m128i w[4];
    for (std::size_t i = 0; i < 4; ++i) {
        w[i] = load_words(&scan.words[4 * i]);
    }
    w[0] = _mm_insert_epi32(w[0], nonce_word, 3);
#pragma GCC unroll 16
    for (std::size_t group = 1; group < 16; ++group) {
        if (group >= 4) {
            next_words(w, group);
        }
        out.k_plus_w[group] = _mm_add_epi32(w[group % 4], load_words(&round_constants[4 * group]));
    }
}

/// Keeps the order of the interleaved rounds: to save registers, the compiler would otherwise do
/// one hash after the other.
SLUICE_INLINE void hold_order(ShaState& s) noexcept {
    asm volatile("" : "+x"(s.abef), "+x"(s.cdgh));
}

/// Two rounds with the lower two elements of `k_plus_w`; the states trade places.
SLUICE_INLINE void two_rounds(ShaState& s, __m128i k_plus_w) noexcept {
    s = {_mm_sha256rnds2_epu32(s.cdgh, s.abef, k_plus_w), s.abef};
}

/// Rounds 4 group to 4 group + 3.
SLUICE_INLINE void four_rounds(ShaState& s, __m128i k_plus_w) noexcept {
    two_rounds(s, k_plus_w);
    two_rounds(s, _mm_shuffle_epi32(k_plus_w, 0x0e));
    hold_order(s);
}

/// The digest of the inner hash is the message of the outer one.
SLUICE_INLINE void load_digest(__m128i (&w)[4], const ShaState& s, const ShaState& mid) noexcept {
    const __m128i feba = _mm_shuffle_epi32(_mm_add_epi32(s.abef, mid.abef), 0x1b);
    const __m128i hgdc = _mm_shuffle_epi32(_mm_add_epi32(s.cdgh, mid.cdgh), 0x1b);
    w[0] = _mm_unpacklo_epi64(feba, hgdc);  // a b c d
    w[1] = _mm_unpackhi_epi64(feba, hgdc);  // e f g h
    w[2] = load_words(&outer_constants.words[8]);
    w[3] = load_words(&outer_constants.words[12]);
}

class ShaHasher {
public:
    using Lane = std::uint32_t;
    using Version = ShaVersion;
    using Schedule = ShaSchedule;
    static constexpr std::uint32_t ways = 4;

    SLUICE_INLINE explicit ShaHasher(const PreparedScan& scan) noexcept : scan_(scan) {
        for (std::size_t v = 0; v < scan.version_count; ++v) {
            versions_[v] = {load_state(scan.versions[v].midstate),
                            load_state(scan.versions[v].after_w3)};
        }
    }

    SLUICE_INLINE const Version* version(std::uint32_t index) const noexcept {
        return &versions_[index];
    }

    SLUICE_INLINE void make_schedule(std::uint32_t nonce, Schedule& out) const noexcept {
        sha256d::make_schedule(scan_, nonce, out);
    }

    /// H7 of the outer hash of every slot: bits 224 to 255 of the hash, byte-swapped.
    SLUICE_INLINE void top_words(const Slot<ShaHasher> (&slots)[ways],
                                 std::uint32_t (&out)[ways]) const noexcept {
        ShaState s[ways];
        __m128i w[ways][4];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            s[i] = slots[i].version->after_w3;
            s[i].abef = _mm_add_epi32(s[i].abef, slots[i].schedule->nonce);
        }
#pragma GCC unroll 16
        for (std::size_t group = 1; group < 16; ++group) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i < ways; ++i) {
                four_rounds(s[i], slots[i].schedule->k_plus_w[group]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            load_digest(w[i], s[i], slots[i].version->midstate);
            s[i] = load_state(initial_state);
        }
#pragma GCC unroll 16
        for (std::size_t group = 0; group < 15; ++group) {
            const __m128i k = load_words(&round_constants[4 * group]);
#pragma GCC unroll 8
            for (std::size_t i = 0; i < ways; ++i) {
                if (group >= 4) {
                    next_words(w[i], group);
                }
                four_rounds(s[i], _mm_add_epi32(w[i][group % 4], k));
            }
        }
        // H7 is the variable e after round 60, that is f after round 61: half of the last four
        // rounds.
        const __m128i k = load_words(&outer_constants.k_plus[60]);
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            next_words(w[i], 15);
            two_rounds(s[i], _mm_add_epi32(w[i][3], k));
            out[i] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(s[i].abef));
        }
    }

private:
    const PreparedScan& scan_;
    Version versions_[versions_max];
};

}  // namespace

[[gnu::target("sha,sse4.1")]] void scan_shani(const PreparedScan& scan, std::uint32_t first,
                                              std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_loop<ShaHasher>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
