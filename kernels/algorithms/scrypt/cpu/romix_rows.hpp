#pragma once
/// scryptROMix for Litecoin's N = 1024, r = 1 on a batch of hashes in rows: four groups of vectors,
/// enough independent work to hide the latency of a step (docs/scrypt-kernels.md has the figures).
/// Always inlined (see rows.hpp). Thread-safe. RFC 7914, sections 4 and 5.

#include "kernels/algorithms/scrypt/cpu/row_memory.hpp"
#include "kernels/algorithms/scrypt/scrypt.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {
namespace {

/// Words that ROMix mixes for one hash: 128 bytes, two Salsa blocks in the order of word_at.
inline constexpr std::size_t mixed_words = 32;

inline constexpr std::size_t row_groups = 4;

/// As many hashes as a vector has words: PBKDF2 computes one in each, ROMix one row of each.
template <class Vector>
inline constexpr std::size_t batch_hashes = row_groups* hashes_per_vector<Vector>;

/// The state of a batch: both blocks of every hash, in groups.
template <class Vector>
struct MixedRows {
    RowBlock<Vector> first[row_groups];
    RowBlock<Vector> second[row_groups];
};

/// scryptBlockMix: the first block takes in the second one, then the second one the new first.
template <class Vector>
SLUICE_INLINE void block_mix_rows(MixedRows<Vector>& x) noexcept {
    salsa20_8_rows(x.first, x.second);
    salsa20_8_rows(x.second, x.first);
}

/// An entry of V of all hashes, hash by hash.
template <class Vector>
SLUICE_INLINE void store_entry(const MixedRows<Vector>& x, std::uint32_t* entry) noexcept {
    SLUICE_UNROLL for (std::size_t g = 0; g < row_groups; ++g) {
        BlockPlaces<Vector, std::uint32_t> first;
        BlockPlaces<Vector, std::uint32_t> second;
        for (std::size_t h = 0; h < hashes_per_vector<Vector>; ++h) {
            first[h] = entry + (g * hashes_per_vector<Vector> + h) * mixed_words;
            second[h] = first[h] + mixed_words / 2;
        }
        store_rows(x.first[g], first);
        store_rows(x.second[g], second);
    }
}

template <class Vector>
SLUICE_INLINE void load_entry(MixedRows<Vector>& x, const std::uint32_t* entry) noexcept {
    SLUICE_UNROLL for (std::size_t g = 0; g < row_groups; ++g) {
        BlockPlaces<Vector, const std::uint32_t> first;
        BlockPlaces<Vector, const std::uint32_t> second;
        for (std::size_t h = 0; h < hashes_per_vector<Vector>; ++h) {
            first[h] = entry + (g * hashes_per_vector<Vector> + h) * mixed_words;
            second[h] = first[h] + mixed_words / 2;
        }
        load_rows(x.first[g], first);
        load_rows(x.second[g], second);
    }
}

/// X ^= V[j] of one group, with every hash's own j: Integerify takes it from word 0 of the second
/// block, which stands first in its row.
template <class Vector>
SLUICE_INLINE void xor_chosen_entries(MixedRows<Vector>& x, std::size_t g,
                                      const std::uint32_t* v) noexcept {
    BlockPlaces<Vector, const std::uint32_t> first;
    BlockPlaces<Vector, const std::uint32_t> second;
    for (std::size_t h = 0; h < hashes_per_vector<Vector>; ++h) {
        const std::size_t j = x.second[g][0][4 * h] % litecoin.n;
        const std::size_t hash = g * hashes_per_vector<Vector> + h;
        first[h] = v + (j * batch_hashes<Vector> + hash) * mixed_words;
        second[h] = first[h] + mixed_words / 2;
    }
    RowBlock<Vector> entry;
    load_rows(entry, first);
    for (std::size_t k = 0; k < 4; ++k) {
        x.first[g][k] ^= entry[k];
    }
    load_rows(entry, second);
    for (std::size_t k = 0; k < 4; ++k) {
        x.second[g][k] ^= entry[k];
    }
}

/// ROMix of `blocks` in place, mixed_words for each hash of the batch. `v` holds litecoin.n times
/// as many words.
template <class Vector>
SLUICE_INLINE void romix_rows(std::uint32_t* blocks, std::uint32_t* v) noexcept {
    MixedRows<Vector> x;
    load_entry(x, blocks);
    for (std::size_t i = 0; i < litecoin.n; ++i) {
        store_entry(x, v + i * batch_hashes<Vector> * mixed_words);
        block_mix_rows(x);
    }
    for (std::size_t i = 0; i < litecoin.n; ++i) {
        SLUICE_UNROLL for (std::size_t g = 0; g < row_groups; ++g) { xor_chosen_entries(x, g, v); }
        block_mix_rows(x);
    }
    store_entry(x, blocks);
}

}  // namespace
}  // namespace sluice::kernels::scrypt
