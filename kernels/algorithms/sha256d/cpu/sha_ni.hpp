#pragma once
/// The SHA extensions of x86-64 (Intel SDM volume 1, 5.20) as sha_hasher.hpp wants them. One
/// sha256rnds2 does two rounds. For sources that name their instruction set first, see lanes.hpp.
/// Pure functions, thread-safe.

#include "kernels/algorithms/sha256d/cpu/sha_hasher.hpp"

#include <immintrin.h>

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {
namespace {

SLUICE_INLINE __m128i raw(FourWords x) noexcept { return reinterpret_cast<__m128i>(x); }
SLUICE_INLINE FourWords words(__m128i x) noexcept { return reinterpret_cast<FourWords>(x); }

struct ShaNi {
    /// Highest element first: a b e f and c d g h.
    struct State {
        FourWords abef;
        FourWords cdgh;
    };

    SLUICE_INLINE static State load(const sha256d::State& s) noexcept {
        return {FourWords{s[5], s[4], s[1], s[0]}, FourWords{s[7], s[6], s[3], s[2]}};
    }

    SLUICE_INLINE static State nonce_addend(std::uint32_t word) noexcept {
        return {FourWords{0, word, 0, word}, FourWords{}};
    }

    SLUICE_INLINE static State added(const State& x, const State& y) noexcept {
        return {x.abef + y.abef, x.cdgh + y.cdgh};
    }

    SLUICE_INLINE static void next_words(FourWords (&w)[4], std::size_t group) noexcept {
        const __m128i minus4 = raw(w[(group + 3) % 4]);
        const __m128i minus8 = raw(w[(group + 2) % 4]);
        const __m128i minus12 = raw(w[(group + 1) % 4]);
        const __m128i minus16 = raw(w[group % 4]);
        const __m128i minus7 = _mm_alignr_epi8(minus4, minus8, 4);
        const __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(minus16, minus12), minus7);
        w[group % 4] = words(_mm_sha256msg2_epu32(sum, minus4));
    }

    SLUICE_INLINE static void four_rounds(State& s, FourWords k_plus_w) noexcept {
        first_two_rounds(s, k_plus_w);
        last_two_rounds(s, k_plus_w);
    }
    SLUICE_INLINE static void first_two_rounds(State& s, FourWords k_plus_w) noexcept {
        two_rounds(s, raw(k_plus_w));
    }
    SLUICE_INLINE static void last_two_rounds(State& s, FourWords k_plus_w) noexcept {
        two_rounds(s, _mm_shuffle_epi32(raw(k_plus_w), 0x0e));
    }

    /// To save registers, the compiler would do one of the interleaved hashes after the other.
    SLUICE_INLINE static void hold(State& s) noexcept {
        asm volatile("" : "+x"(s.abef), "+x"(s.cdgh));
    }

    SLUICE_INLINE static void digest(const State& s, FourWords& abcd, FourWords& efgh) noexcept {
        const __m128i feba = _mm_shuffle_epi32(raw(s.abef), 0x1b);
        const __m128i hgdc = _mm_shuffle_epi32(raw(s.cdgh), 0x1b);
        abcd = words(_mm_unpacklo_epi64(feba, hgdc));
        efgh = words(_mm_unpackhi_epi64(feba, hgdc));
    }

    /// What e is after the first round is f after the second, the lowest element.
    SLUICE_INLINE static std::uint32_t last_rounds(State s, FourWords k_plus_w) noexcept {
        two_rounds(s, raw(k_plus_w));
        return s.abef[0];
    }

private:
    /// With the lower two elements of `k_plus_w`; the halves of the state trade places.
    SLUICE_INLINE static void two_rounds(State& s, __m128i k_plus_w) noexcept {
        s = {words(_mm_sha256rnds2_epu32(raw(s.cdgh), raw(s.abef), k_plus_w)), s.abef};
    }
};

}  // namespace
}  // namespace sluice::kernels::sha256d
