#pragma once
/// The Salsa20/8 core in rows. A block's sixteen words are a 4x4 matrix whose diagonals stand in
/// four 128-bit rows, so that all four quarter-rounds of a round are one step on whole rows; a
/// vector holds the same row of 1, 2 or 4 hashes, and `groups` such sets of vectors are worked on
/// in turn, because each step needs the result of the one before it. Every function is
/// always_inline and takes vectors by reference (see sha256_lanes/lanes.hpp). Pure functions,
/// thread-safe. RFC 7914, section 3.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

/// Before a loop over groups or rounds: unrolled early, so that vectors are registers and not an
/// array, and which of them have to wait in memory is decided step by step.
#define SLUICE_UNROLL _Pragma("GCC unroll 4")

namespace sluice::kernels::scrypt {
namespace {

using Row [[gnu::vector_size(16)]] = std::uint32_t;

/// Hashes whose rows stand side by side in a vector.
template <class Vector>
inline constexpr std::size_t hashes_per_vector = sizeof(Vector) / sizeof(Row);

/// A block of several hashes: vector k holds row k of each.
template <class Vector>
using RowBlock = Vector[4];

/// The word of a Salsa block that stands at `place` when its rows are stored one after another:
/// (0 5 10 15), (4 9 14 3), (8 13 2 7), (12 1 6 11).
[[nodiscard]] constexpr std::size_t word_at(std::size_t place) noexcept {
    return (place / 4 * 4 + place % 4 * 5) % 16;
}

/// Moves the words of every row by `places` to the front, the first ones to the back.
template <std::size_t places, class Vector, std::size_t... i>
SLUICE_INLINE void turn(Vector& rows, std::index_sequence<i...>) noexcept {
    rows = __builtin_shufflevector(rows, rows, (i / 4 * 4 + (i + places) % 4)...);
}

template <std::size_t places1, std::size_t places2, std::size_t places3, class Vector>
SLUICE_INLINE void turn_rows(RowBlock<Vector>& x) noexcept {
    constexpr auto words = std::make_index_sequence<sizeof(Vector) / sizeof(std::uint32_t)>{};
    turn<places1>(x[1], words);
    turn<places2>(x[2], words);
    turn<places3>(x[3], words);
}

/// Row `to` of every group ^= (row a + row b) <<< bits: one step of all quarter-rounds.
template <int bits, class Vector, std::size_t groups>
SLUICE_INLINE void step(RowBlock<Vector> (&x)[groups], std::size_t to, std::size_t a,
                        std::size_t b) noexcept {
    SLUICE_UNROLL for (std::size_t g = 0; g < groups; ++g) {
        const Vector sum = x[g][a] + x[g][b];
        x[g][to] ^= (sum << bits) | (sum >> (32 - bits));
    }
}

/// Quarter-rounds on the columns, with the rows in the order first, second, third, fourth.
template <class Vector, std::size_t groups>
SLUICE_INLINE void round(RowBlock<Vector> (&x)[groups], std::size_t second,
                         std::size_t fourth) noexcept {
    step<7>(x, second, 0, fourth);
    step<9>(x, 2, second, 0);
    step<13>(x, fourth, 2, second);
    step<18>(x, 0, fourth, 2);
}

/// block = Salsa20/8(block ^ other), for every group.
template <class Vector, std::size_t groups>
SLUICE_INLINE void salsa20_8_rows(RowBlock<Vector> (&block)[groups],
                                  const RowBlock<Vector> (&other)[groups]) noexcept {
    RowBlock<Vector> x[groups];
    SLUICE_UNROLL for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t k = 0; k < 4; ++k) {
            block[g][k] ^= other[g][k];
            x[g][k] = block[g][k];
        }
    }
    SLUICE_UNROLL for (int double_round = 0; double_round < 4; ++double_round) {
        round(x, 1, 3);
        // The matrix's rows become its columns: rows 1 and 3 change their parts.
        SLUICE_UNROLL for (std::size_t g = 0; g < groups; ++g) { turn_rows<3, 2, 1>(x[g]); }
        round(x, 3, 1);
        SLUICE_UNROLL for (std::size_t g = 0; g < groups; ++g) { turn_rows<1, 2, 3>(x[g]); }
    }
    SLUICE_UNROLL for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t k = 0; k < 4; ++k) {
            block[g][k] += x[g][k];
        }
    }
}

}  // namespace
}  // namespace sluice::kernels::scrypt
