#pragma once
/// scryptROMix on a GPU (RFC 7914, section 5), one thread for a hash, a warp together for V. With a
/// lookup gap of g every g-th row of V is kept and the others are computed again. Written in steps
/// that all lanes of a warp take before the next: on a device each thread takes its own, and a unit
/// test takes them lane by lane on the host.

#include "kernels/algorithms/scrypt/gpu/device_rows.hpp"

#include <cstdint>

namespace sluice::kernels::scrypt {

/// One thread as a warp: `step` is done by its own lane while the others do theirs. Places in the
/// tile are computed again in each step: a mixed block leaves no registers for them.
struct WarpThread {
    std::uint32_t own_lane;
    MixBlock& own_block;

    template <class Step>
    SLUICE_DEVICE void each(const Step& step) noexcept {
        step(computed_again(own_lane), own_block);
#if defined(__CUDA_ARCH__)
        __syncwarp();
#endif
    }
};

template <std::uint32_t lookup_gap>
SLUICE_DEVICE std::uint32_t wanted_row(const MixBlock& block) noexcept {
    return block[16] % v_rows / lookup_gap;  // Integerify, then the row that is kept
}

/// Exclusive-ors V[Integerify(block)] to the block; the row that is kept lies in the tile.
template <std::uint32_t lookup_gap>
SLUICE_DEVICE void add_row(const Tile& tile, std::uint32_t lane, MixBlock& block) noexcept {
    MixBlock row;
    take_block(tile, lane, row);
    if constexpr (lookup_gap > 1) {
        const std::uint32_t behind = block[16] % lookup_gap;
        SLUICE_DEVICE_UNROLL(1)
        for (std::uint32_t i = 0; i < behind; ++i) {
            block_mix(row);
        }
    }
    for (std::size_t i = 0; i < mix_words; ++i) {
        block[i] ^= row[i];
    }
}

/// The rows of V that are kept from `row` up to `end`, from the block of every lane of `warp`,
/// which goes on. `v` is the warp's part, v_quads(lookup_gap).
template <std::uint32_t lookup_gap, class Warp>
SLUICE_DEVICE void fill_v(Warp& warp, Tile& tile, Quad* v, std::uint32_t row,
                          std::uint32_t end) noexcept {
    SLUICE_DEVICE_UNROLL(1)
    for (; row < end; ++row) {
        warp.each([&](std::uint32_t lane, MixBlock& block) { put_block(tile, lane, block); });
        warp.each([&](std::uint32_t lane, MixBlock& block) {
            save_rows(tile, lane, row, v);
            SLUICE_DEVICE_UNROLL(1)
            for (std::uint32_t i = 0; i < lookup_gap; ++i) {
                block_mix(block);
            }
        });
    }
}

/// Does `reads` reads of V, each mixed into the block of every lane.
template <std::uint32_t lookup_gap, class Warp>
SLUICE_DEVICE void read_v(Warp& warp, Tile& tile, const Quad* v, std::uint32_t reads) noexcept {
    warp.each([&](std::uint32_t lane, MixBlock& block) {
        tile.wanted[lane] = wanted_row<lookup_gap>(block);
    });
    SLUICE_DEVICE_UNROLL(1)
    for (; reads > 0; --reads) {
        warp.each([&](std::uint32_t lane, MixBlock&) { fetch_rows(tile, lane, v); });
        warp.each([&](std::uint32_t lane, MixBlock& block) {
            add_row<lookup_gap>(tile, lane, block);
            block_mix(block);
            tile.wanted[lane] = wanted_row<lookup_gap>(block);
        });
    }
}

}  // namespace sluice::kernels::scrypt
