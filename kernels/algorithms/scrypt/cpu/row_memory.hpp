#pragma once
/// Rows of several hashes to and from memory where each hash's block is contiguous: in the second
/// half of ROMix every hash reads an entry of its own, and 64 contiguous bytes are one cache line
/// where rows side by side would be four. Always inlined (see rows.hpp). Thread-safe.

#include "kernels/algorithms/scrypt/cpu/rows.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {
namespace {

using DoubleRow [[gnu::vector_size(32)]] = std::uint32_t;
using QuadRow [[gnu::vector_size(64)]] = std::uint32_t;

/// Where the block of each hash of a vector stands: sixteen words in the order of word_at.
template <class Vector, class Word>
using BlockPlaces = Word * [hashes_per_vector<Vector>];

/// Rows of four hashes from four blocks of one hash each, and the other way round.
SLUICE_INLINE void transpose(RowBlock<QuadRow>& x) noexcept {
    QuadRow low[2];
    QuadRow high[2];
    for (std::size_t i = 0; i < 2; ++i) {
        low[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18,
                                         19, 20, 21, 22, 23);
        high[i] = __builtin_shufflevector(x[2 * i], x[2 * i + 1], 8, 9, 10, 11, 12, 13, 14, 15, 24,
                                          25, 26, 27, 28, 29, 30, 31);
    }
    x[0] = __builtin_shufflevector(low[0], low[1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24, 25,
                                   26, 27);
    x[1] = __builtin_shufflevector(low[0], low[1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28,
                                   29, 30, 31);
    x[2] = __builtin_shufflevector(high[0], high[1], 0, 1, 2, 3, 8, 9, 10, 11, 16, 17, 18, 19, 24,
                                   25, 26, 27);
    x[3] = __builtin_shufflevector(high[0], high[1], 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 28,
                                   29, 30, 31);
}

SLUICE_INLINE void load_rows(RowBlock<Row>& x,
                             const BlockPlaces<Row, const std::uint32_t>& from) noexcept {
    __builtin_memcpy(&x, from[0], sizeof(x));
}

SLUICE_INLINE void load_rows(RowBlock<DoubleRow>& x,
                             const BlockPlaces<DoubleRow, const std::uint32_t>& from) noexcept {
    for (std::size_t k = 0; k < 4; ++k) {
        Row rows[2];
        __builtin_memcpy(&rows[0], from[0] + 4 * k, sizeof(Row));
        __builtin_memcpy(&rows[1], from[1] + 4 * k, sizeof(Row));
        x[k] = __builtin_shufflevector(rows[0], rows[1], 0, 1, 2, 3, 4, 5, 6, 7);
    }
}

SLUICE_INLINE void load_rows(RowBlock<QuadRow>& x,
                             const BlockPlaces<QuadRow, const std::uint32_t>& from) noexcept {
    for (std::size_t h = 0; h < 4; ++h) {
        __builtin_memcpy(&x[h], from[h], sizeof(x[h]));
    }
    transpose(x);
}

SLUICE_INLINE void store_rows(const RowBlock<Row>& x,
                              const BlockPlaces<Row, std::uint32_t>& to) noexcept {
    __builtin_memcpy(to[0], &x, sizeof(x));
}

SLUICE_INLINE void store_rows(const RowBlock<DoubleRow>& x,
                              const BlockPlaces<DoubleRow, std::uint32_t>& to) noexcept {
    for (std::size_t k = 0; k < 4; ++k) {
        const Row rows[2] = {__builtin_shufflevector(x[k], x[k], 0, 1, 2, 3),
                             __builtin_shufflevector(x[k], x[k], 4, 5, 6, 7)};
        __builtin_memcpy(to[0] + 4 * k, &rows[0], sizeof(Row));
        __builtin_memcpy(to[1] + 4 * k, &rows[1], sizeof(Row));
    }
}

SLUICE_INLINE void store_rows(const RowBlock<QuadRow>& x,
                              const BlockPlaces<QuadRow, std::uint32_t>& to) noexcept {
    RowBlock<QuadRow> blocks = {x[0], x[1], x[2], x[3]};
    transpose(blocks);
    for (std::size_t h = 0; h < 4; ++h) {
        __builtin_memcpy(to[h], &blocks[h], sizeof(blocks[h]));
    }
}

}  // namespace
}  // namespace sluice::kernels::scrypt
