#pragma once
/// scryptBlockMix for r = 1 in the registers of one GPU thread (RFC 7914, sections 3 and 4), also
/// compiled for the host. Pure functions, thread-safe.

#include "kernels/gpu/device_code.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {

/// Words of what ROMix mixes: two Salsa blocks, 128 bytes.
inline constexpr std::size_t mix_words = 32;

/// One hash's 128 bytes as little-endian words in their natural order.
using MixBlock = std::uint32_t[mix_words];

SLUICE_DEVICE void quarter_round(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c,
                                 std::uint32_t& d) noexcept {
    b ^= rotate_left(a + d, 7);
    c ^= rotate_left(b + a, 9);
    d ^= rotate_left(c + b, 13);
    a ^= rotate_left(d + c, 18);
}

/// to = Salsa20/8(to ^ from) for the sixteen words from `to_first` and `from_first` on.
template <std::size_t to_first, std::size_t from_first>
SLUICE_DEVICE void mix_half(MixBlock& block) noexcept {
    std::uint32_t x[16];
    for (std::size_t i = 0; i < 16; ++i) {
        block[to_first + i] ^= block[from_first + i];
        x[i] = block[to_first + i];
    }
    SLUICE_DEVICE_UNROLL(2)  // more of them at once take more registers than a thread has
    for (int double_round = 0; double_round < 4; ++double_round) {
        quarter_round(x[0], x[4], x[8], x[12]);
        quarter_round(x[5], x[9], x[13], x[1]);
        quarter_round(x[10], x[14], x[2], x[6]);
        quarter_round(x[15], x[3], x[7], x[11]);
        quarter_round(x[0], x[1], x[2], x[3]);
        quarter_round(x[5], x[6], x[7], x[4]);
        quarter_round(x[10], x[11], x[8], x[9]);
        quarter_round(x[15], x[12], x[13], x[14]);
    }
    for (std::size_t i = 0; i < 16; ++i) {
        block[to_first + i] += x[i];
    }
}

SLUICE_DEVICE void block_mix(MixBlock& block) noexcept {
    mix_half<0, 16>(block);
    mix_half<16, 0>(block);
}

}  // namespace sluice::kernels::scrypt
