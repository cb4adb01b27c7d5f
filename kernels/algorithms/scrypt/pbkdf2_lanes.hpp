#pragma once
/// PBKDF2-HMAC-SHA-256 as scrypt uses it on an 80-byte header, one header per lane: one iteration,
/// first from the header to the 128 bytes that ROMix mixes, then from these to the 32-byte hash.
/// All words are SHA-256's, big-endian. Always inlined (see sha256_lanes/lanes.hpp), except the
/// compression function. Pure functions, thread-safe. RFC 7914, section 6; RFC 2104; RFC 8018, 5.2.

#include "kernels/algorithms/sha256_lanes/compress_lanes.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {
namespace {

inline constexpr std::uint32_t padding_bit = 0x80000000;  // FIPS 180-4, 5.1.1

/// The hash values after the key's inner and outer block.
template <class Lane>
struct HmacLanes {
    Lane inner[8];
    Lane outer[8];
};

template <class Lane, std::size_t words>
SLUICE_INLINE void copy_words(Lane* to, const Lane (&from)[words]) noexcept {
    for (std::size_t i = 0; i < words; ++i) {
        to[i] = from[i];
    }
}

template <class Lane>
SLUICE_INLINE void start(Lane (&hash)[8]) noexcept {
    constexpr sha256d::State initial = sha256d::initial_state;
    for (std::size_t i = 0; i < 8; ++i) {
        hash[i] = Lane{} + initial[i];
    }
}

/// The hash value after a key of eight words, padded with zeros, ^ `pad` in every byte.
template <class Lane, sha256d::CompressLanes<Lane>* compress>
SLUICE_INLINE void absorb_key(Lane (&hash)[8], const Lane (&key)[8], std::uint32_t pad) noexcept {
    Lane block[16];
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = i < 8 ? key[i] ^ pad : Lane{} + pad;
    }
    start(hash);
    compress(hash, block);
}

/// HMAC with the header as its key. 80 bytes are more than a block: the key is the header's hash.
template <class Lane, sha256d::CompressLanes<Lane>* compress>
SLUICE_INLINE void hmac_key(HmacLanes<Lane>& hmac, const Lane (&header)[20]) noexcept {
    Lane block[16];
    Lane key[8];
    start(key);
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = header[i];
    }
    compress(key, block);
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = i < 4 ? header[16 + i] : Lane{};
    }
    block[4] = Lane{} + padding_bit;
    block[15] = Lane{} + 8U * 80;
    compress(key, block);
    absorb_key<Lane, compress>(hmac.inner, key, 0x36363636);
    absorb_key<Lane, compress>(hmac.outer, key, 0x5c5c5c5c);
}

/// The outer hash of HMAC over the inner one.
template <class Lane, sha256d::CompressLanes<Lane>* compress>
SLUICE_INLINE void finish_hmac(const HmacLanes<Lane>& hmac, const Lane (&inner)[8],
                               Lane (&out)[8]) noexcept {
    Lane block[16] = {};
    copy_words(block, inner);
    block[8] = Lane{} + padding_bit;
    block[15] = Lane{} + 8U * (64 + 32);
    copy_words(out, hmac.outer);
    compress(out, block);
}

/// The 128 bytes to mix: four blocks of output, with the header as the salt.
template <class Lane, sha256d::CompressLanes<Lane>* compress>
SLUICE_INLINE void first_pbkdf2(const HmacLanes<Lane>& hmac, const Lane (&header)[20],
                                Lane (&b)[4][8]) noexcept {
    Lane block[16];
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = header[i];
    }
    Lane common[8];
    copy_words(common, hmac.inner);
    compress(common, block);
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = i < 4 ? header[16 + i] : Lane{};
    }
    block[5] = Lane{} + padding_bit;
    block[15] = Lane{} + 8U * (64 + 80 + 4);
    for (std::uint32_t index = 1; index <= 4; ++index) {
        block[4] = Lane{} + index;
        Lane inner[8];
        copy_words(inner, common);
        compress(inner, block);
        finish_hmac<Lane, compress>(hmac, inner, b[index - 1]);
    }
}

/// The hash: one block of output, with the mixed bytes as the salt.
template <class Lane, sha256d::CompressLanes<Lane>* compress>
SLUICE_INLINE void last_pbkdf2(const HmacLanes<Lane>& hmac, const Lane (&b)[4][8],
                               Lane (&out)[8]) noexcept {
    Lane inner[8];
    copy_words(inner, hmac.inner);
    Lane block[16];
    for (std::size_t half = 0; half < 2; ++half) {
        copy_words(block, b[2 * half]);
        copy_words(block + 8, b[2 * half + 1]);
        compress(inner, block);
    }
    for (Lane& word : block) {
        word = Lane{};
    }
    block[0] = Lane{} + 1U;
    block[1] = Lane{} + padding_bit;
    block[15] = Lane{} + 8U * (64 + 128 + 4);
    compress(inner, block);
    finish_hmac<Lane, compress>(hmac, inner, out);
}

}  // namespace
}  // namespace sluice::kernels::scrypt
