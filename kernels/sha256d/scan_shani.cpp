// sha256d with the SHA extensions (Intel SDM volume 1, 5.20). One sha256rnds2 does two rounds and
// waits for the one before it, so two nonces are interleaved to fill the gaps.

#include "kernels/sha256d/scan_functions.hpp"

#include <immintrin.h>

#define SLUICE_SHANI [[gnu::target("sha,sse4.1"), gnu::always_inline]] inline

namespace sluice::kernels::sha256d {
namespace {

constexpr int interleaved = 2;

/// The working variables as sha256rnds2 wants them, highest element first: a b e f and c d g h.
struct ShaState {
    __m128i abef;
    __m128i cdgh;
};

SLUICE_SHANI ShaState load_state(const State& s) noexcept {
    const auto element = [](std::uint32_t x) { return static_cast<int>(x); };
    return {_mm_set_epi32(element(s[0]), element(s[1]), element(s[4]), element(s[5])),
            _mm_set_epi32(element(s[2]), element(s[3]), element(s[6]), element(s[7]))};
}

SLUICE_SHANI __m128i load_words(const std::uint32_t* words) noexcept {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(words));
}

/// Replaces W[4 group - 16 ...] by W[4 group ...], four words, in a window of sixteen.
SLUICE_SHANI void next_words(__m128i (&w)[4], int group) noexcept {
    const __m128i minus4 = w[(group + 3) % 4];
    const __m128i minus8 = w[(group + 2) % 4];
    const __m128i minus12 = w[(group + 1) % 4];
    const __m128i minus7 = _mm_alignr_epi8(minus4, minus8, 4);
    const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[group % 4], minus12), minus7);
    w[group % 4] = _mm_sha256msg2_epu32(sum, minus4);
}

/// Rounds 4 group to 4 group + 3.
SLUICE_SHANI void four_rounds(ShaState& s, __m128i k_plus_w) noexcept {
    s.cdgh = _mm_sha256rnds2_epu32(s.cdgh, s.abef, k_plus_w);
    s.abef = _mm_sha256rnds2_epu32(s.abef, s.cdgh, _mm_shuffle_epi32(k_plus_w, 0x0e));
}

/// Rounds 0 to 4 groups - 1 of every interleaved hash.
SLUICE_SHANI void rounds(ShaState (&s)[interleaved], __m128i (&w)[interleaved][4],
                         int groups) noexcept {
    for (int group = 0; group < groups; ++group) {
        const __m128i k = load_words(&round_constants[static_cast<std::size_t>(4 * group)]);
        for (int n = 0; n < interleaved; ++n) {
            if (group >= 4) {
                next_words(w[n], group);
            }
            four_rounds(s[n], _mm_add_epi32(w[n][group % 4], k));
        }
    }
}

/// The digest of the inner hash is the message of the outer one.
SLUICE_SHANI void load_digest(__m128i (&w)[4], const ShaState& digest) noexcept {
    const __m128i feba = _mm_shuffle_epi32(digest.abef, 0x1b);
    const __m128i hgdc = _mm_shuffle_epi32(digest.cdgh, 0x1b);
    w[0] = _mm_unpacklo_epi64(feba, hgdc);  // a b c d
    w[1] = _mm_unpackhi_epi64(feba, hgdc);  // e f g h
    w[2] = _mm_setr_epi32(static_cast<int>(0x80000000U), 0, 0, 0);
    w[3] = _mm_setr_epi32(0, 0, 0, 256);
}

/// Bits 224 to 255 of the hashes of `first_nonce` and the nonces after it.
SLUICE_SHANI void top_words(const PreparedScan& scan, const PreparedVersion& version,
                            std::uint32_t first_nonce, std::uint32_t (&out)[interleaved]) noexcept {
    const ShaState midstate = load_state(version.midstate);
    const ShaState start = load_state(initial_state);
    ShaState s[interleaved];
    __m128i w[interleaved][4];
    for (std::uint32_t n = 0; n < interleaved; ++n) {
        s[n] = midstate;
        const std::uint32_t nonce_word = __builtin_bswap32(first_nonce + n);
        w[n][0] = _mm_insert_epi32(load_words(&scan.words[0]), static_cast<int>(nonce_word), 3);
        w[n][1] = load_words(&scan.words[4]);
        w[n][2] = load_words(&scan.words[8]);
        w[n][3] = load_words(&scan.words[12]);
    }
    rounds(s, w, 16);
    for (int n = 0; n < interleaved; ++n) {
        load_digest(w[n], {_mm_add_epi32(s[n].abef, midstate.abef),
                           _mm_add_epi32(s[n].cdgh, midstate.cdgh)});
        s[n] = start;
    }
    // H7 is the variable e after round 60, that is f after round 61: half of the last four rounds.
    rounds(s, w, 15);
    const __m128i k = load_words(&round_constants[60]);
    for (int n = 0; n < interleaved; ++n) {
        next_words(w[n], 15);
        const __m128i last = _mm_sha256rnds2_epu32(s[n].cdgh, s[n].abef, _mm_add_epi32(w[n][3], k));
        const auto f = static_cast<std::uint32_t>(_mm_cvtsi128_si32(last));
        out[n] = __builtin_bswap32(f + initial_state[7]);
    }
}

}  // namespace

[[gnu::target("sha,sse4.1")]] void scan_shani(const PreparedScan& scan, std::uint32_t first,
                                              std::uint32_t count, CandidateBuffer& out) noexcept {
    for (std::uint32_t offset = 0; offset < count; offset += interleaved) {
        for (std::uint32_t v = 0; v < scan.version_count; ++v) {
            std::uint32_t words[interleaved];
            top_words(scan, scan.versions[v], first + offset, words);
            for (std::uint32_t n = 0; n < interleaved && offset + n < count; ++n) {
                if (words[n] <= scan.target_top) {
                    out.add({offset + n, v});
                }
            }
        }
    }
}

}  // namespace sluice::kernels::sha256d
