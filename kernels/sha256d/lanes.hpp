#pragma once
/// SHA-256's rounds and message schedule for many nonces at once: one body for every lane type,
/// which is std::uint32_t or a GCC vector of it, one nonce per element. Every function here is
/// always_inline and takes lanes by reference, so that each becomes part of the [[gnu::target]]
/// function that calls it and no copy for a wider instruction set is ever emitted. Pure functions,
/// thread-safe. Round and word numbers are those of FIPS 180-4, 6.2.2.

#include <cstddef>
#include <cstdint>

#define SLUICE_INLINE [[gnu::always_inline]] inline

namespace sluice::kernels::sha256d {

/// The variables a ... h of every lane. Round t reads them rotated by t places instead of moving
/// them: what the specification calls a is at [-t mod 8].
template <class Lane>
using LaneState = Lane[8];

template <int bits, class Lane>
SLUICE_INLINE void rotate_right(Lane& out, const Lane& x) noexcept {
    out = (x >> bits) | (x << (32 - bits));
}

template <int bits1, int bits2, int shift, class Lane>
SLUICE_INLINE void small_sigma(Lane& out, const Lane& x) noexcept {
    Lane r1;
    Lane r2;
    rotate_right<bits1>(r1, x);
    rotate_right<bits2>(r2, x);
    out = r1 ^ r2 ^ (x >> shift);
}

template <int bits1, int bits2, int bits3, class Lane>
SLUICE_INLINE void big_sigma(Lane& out, const Lane& x) noexcept {
    Lane r1;
    Lane r2;
    Lane r3;
    rotate_right<bits1>(r1, x);
    rotate_right<bits2>(r2, x);
    rotate_right<bits3>(r3, x);
    out = r1 ^ r2 ^ r3;
}

template <class Lane>
SLUICE_INLINE void byte_swap(Lane& out, const Lane& x) noexcept {
    Lane right;
    Lane left;
    rotate_right<8>(right, x);
    rotate_right<24>(left, x);
    out = (right & 0xff00ff00U) | (left & 0x00ff00ffU);
}

/// Round t; `k_plus_w` is K[t] + W[t].
template <std::size_t t, class Lane>
SLUICE_INLINE void lane_round(LaneState<Lane>& s, const Lane& k_plus_w) noexcept {
    const Lane& a = s[(64 - t) % 8];
    const Lane& b = s[(65 - t) % 8];
    const Lane& c = s[(66 - t) % 8];
    Lane& d = s[(67 - t) % 8];
    const Lane& e = s[(68 - t) % 8];
    const Lane& f = s[(69 - t) % 8];
    const Lane& g = s[(70 - t) % 8];
    Lane& h = s[(71 - t) % 8];
    Lane sigma0;
    Lane sigma1;
    big_sigma<6, 11, 25>(sigma1, e);
    big_sigma<2, 13, 22>(sigma0, a);
    const Lane t1 = h + k_plus_w + sigma1 + (g ^ (e & (f ^ g)));
    d += t1;
    h = t1 + sigma0 + (b ^ ((a ^ b) & (b ^ c)));
}

/// Replaces W[t - 16] by W[t] in a window of sixteen words.
template <std::size_t t, class Lane>
SLUICE_INLINE void next_word(Lane (&w)[16]) noexcept {
    Lane sigma0;
    Lane sigma1;
    small_sigma<7, 18, 3>(sigma0, w[(t - 15) % 16]);
    small_sigma<17, 19, 10>(sigma1, w[(t - 2) % 16]);
    w[t % 16] += sigma0 + sigma1 + w[(t - 7) % 16];
}

}  // namespace sluice::kernels::sha256d
