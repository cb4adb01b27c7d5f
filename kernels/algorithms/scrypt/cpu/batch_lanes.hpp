#pragma once
/// Litecoin's scrypt of a batch of headers with one vector type: PBKDF2 with a header in each
/// 32-bit element, ROMix with the headers' rows side by side. Always inlined into a [[gnu::target]]
/// function (see sha256_lanes/lanes.hpp). Thread-safe.

#include "kernels/algorithms/scrypt/cpu/romix_rows.hpp"
#include "kernels/algorithms/scrypt/pbkdf2_lanes.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {
namespace {

/// Word i of every header of the batch, big-endian, in `words[i]`.
template <class Vector>
SLUICE_INLINE void load_headers(const std::uint8_t* headers, Vector (&words)[20]) noexcept {
    for (std::size_t i = 0; i < 20; ++i) {
        std::uint32_t word[batch_hashes<Vector>];
        for (std::size_t h = 0; h < batch_hashes<Vector>; ++h) {
            __builtin_memcpy(&word[h], headers + h * header_size + 4 * i, sizeof(word[h]));
        }
        Vector little_endian;
        __builtin_memcpy(&little_endian, word, sizeof(little_endian));
        words[i] = sha256d::byte_swap(little_endian);
    }
}

/// Where word i (0 to 31) of a hash's two Salsa blocks stands in its mixed_words.
[[nodiscard]] constexpr std::size_t place_of(std::size_t word) noexcept {
    std::size_t place = 0;
    while (word_at(place) != word % 16) {
        ++place;
    }
    return word / 16 * 16 + place;
}

template <class Vector>
SLUICE_INLINE void lanes_to_blocks(const Vector (&b)[4][8], std::uint32_t* blocks) noexcept {
    for (std::size_t i = 0; i < mixed_words; ++i) {
        const Vector word = sha256d::byte_swap(b[i / 8][i % 8]);
        for (std::size_t h = 0; h < batch_hashes<Vector>; ++h) {
            blocks[h * mixed_words + place_of(i)] = word[h];
        }
    }
}

template <class Vector>
SLUICE_INLINE void blocks_to_lanes(const std::uint32_t* blocks, Vector (&b)[4][8]) noexcept {
    for (std::size_t i = 0; i < mixed_words; ++i) {
        Vector word;
        for (std::size_t h = 0; h < batch_hashes<Vector>; ++h) {
            word[h] = blocks[h * mixed_words + place_of(i)];
        }
        b[i / 8][i % 8] = sha256d::byte_swap(word);
    }
}

template <class Vector>
SLUICE_INLINE void store_hashes(const Vector (&words)[8], HashBytes* out) noexcept {
    for (std::size_t i = 0; i < 8; ++i) {
        const Vector little_endian = sha256d::byte_swap(words[i]);
        for (std::size_t h = 0; h < batch_hashes<Vector>; ++h) {
            const std::uint32_t word = little_endian[h];
            __builtin_memcpy(&out[h][4 * i], &word, sizeof(word));
        }
    }
}

/// Hashes batch_hashes headers of 80 bytes, one after another, with V in `v`.
template <class Vector, sha256d::CompressLanes<Vector>* compress>
SLUICE_INLINE void hash_batch(const std::uint8_t* headers, std::uint32_t* v,
                              HashBytes* out) noexcept {
    Vector header[20];
    load_headers(headers, header);
    HmacLanes<Vector> hmac;
    hmac_key<Vector, compress>(hmac, header);
    Vector b[4][8];
    first_pbkdf2<Vector, compress>(hmac, header, b);

    alignas(Vector) std::uint32_t blocks[batch_hashes<Vector> * mixed_words];
    lanes_to_blocks(b, blocks);
    romix_rows<Vector>(blocks, v);
    blocks_to_lanes(blocks, b);

    Vector hash[8];
    last_pbkdf2<Vector, compress>(hmac, b, hash);
    store_hashes(hash, out);
}

}  // namespace
}  // namespace sluice::kernels::scrypt
