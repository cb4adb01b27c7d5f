#pragma once
/// How the threads of a warp move rows of V: a thread holds one hash, but eight of them together
/// read a row of 128 bytes, so that every transaction is a whole cache line. In between, the rows
/// lie in a tile of shared memory, transposed without two threads in a bank. Also compiled for the
/// host. A tile belongs to one warp, V's part too; docs/gpu-kernels.md.

#include "kernels/algorithms/scrypt/gpu/device_mix.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {

inline constexpr std::uint32_t warp_lanes = 32;
inline constexpr std::uint32_t v_rows = 1024;  ///< N of Litecoin's scrypt

/// The widest access of a thread.
struct alignas(16) Quad {
    std::uint32_t word[4];
};

inline constexpr std::uint32_t row_quads = mix_words / 4;
inline constexpr std::uint32_t loader_lanes = row_quads;  ///< threads that move a row together
inline constexpr std::uint32_t rows_at_once = warp_lanes / loader_lanes;

/// A row for every lane, and which row of V each lane wants next.
struct Tile {
    Quad quads[warp_lanes * row_quads];
    std::uint32_t wanted[warp_lanes];
};

/// Where quad `quad` of `lane`'s row lies in a tile. Eight neighbouring lanes with the same quad,
/// and eight quads of the same lane, are in different banks.
SLUICE_DEVICE std::uint32_t tile_place(std::uint32_t lane, std::uint32_t quad) noexcept {
    return lane * row_quads + (quad ^ (lane % row_quads));
}

/// Where a quad of row `row` of `lane`'s hash lies in the warp's part of V, in quads. A row of all
/// hashes of the warp is contiguous.
SLUICE_DEVICE std::uint32_t v_place(std::uint32_t row, std::uint32_t lane,
                                    std::uint32_t quad) noexcept {
    return (row * warp_lanes + lane) * row_quads + quad;
}

/// Quads of V for the hashes of one warp.
[[nodiscard]] constexpr std::uint64_t v_quads(std::uint32_t lookup_gap) noexcept {
    return std::uint64_t{v_rows / lookup_gap} * warp_lanes * row_quads;
}

/// V is read once, so it is kept out of the first-level cache.
SLUICE_DEVICE Quad load_quad(const Quad& from) noexcept {
#if defined(__CUDA_ARCH__)
    const uint4 quad = __ldcg(reinterpret_cast<const uint4*>(&from));
    return {{quad.x, quad.y, quad.z, quad.w}};
#else
    return from;
#endif
}

SLUICE_DEVICE void store_quad(Quad& to, const Quad& quad) noexcept {
#if defined(__CUDA_ARCH__)
    __stcg(reinterpret_cast<uint4*>(&to),
           make_uint4(quad.word[0], quad.word[1], quad.word[2], quad.word[3]));
#else
    to = quad;
#endif
}

/// A thread puts its own block into the tile.
SLUICE_DEVICE void put_block(Tile& tile, std::uint32_t lane, const MixBlock& block) noexcept {
    for (std::uint32_t i = 0; i < row_quads; ++i) {
        tile.quads[tile_place(lane, i)] = {
            {block[4 * i], block[4 * i + 1], block[4 * i + 2], block[4 * i + 3]}};
    }
}

/// A thread takes its own block from the tile.
SLUICE_DEVICE void take_block(const Tile& tile, std::uint32_t lane, MixBlock& block) noexcept {
    for (std::uint32_t i = 0; i < row_quads; ++i) {
        const Quad quad = tile.quads[tile_place(lane, i)];
        for (std::uint32_t k = 0; k < 4; ++k) {
            block[4 * i + k] = quad.word[k];
        }
    }
}

/// A thread's share in writing row `row` of all lanes from the tile to V.
SLUICE_DEVICE void save_rows(const Tile& tile, std::uint32_t lane, std::uint32_t row,
                             Quad* v) noexcept {
    const std::uint32_t quad = lane % loader_lanes;
    for (std::uint32_t i = 0; i < warp_lanes / rows_at_once; ++i) {
        const std::uint32_t owner = i * rows_at_once + lane / loader_lanes;
        store_quad(v[v_place(row, owner, quad)], tile.quads[tile_place(owner, quad)]);
    }
}

/// A thread's share in reading the row that each lane wants from V to the tile. A thread reads only
/// what it wrote itself in save_rows.
SLUICE_DEVICE void fetch_rows(Tile& tile, std::uint32_t lane, const Quad* v) noexcept {
    const std::uint32_t quad = lane % loader_lanes;
    Quad fetched[warp_lanes / rows_at_once];
    for (std::uint32_t i = 0; i < warp_lanes / rows_at_once; ++i) {
        const std::uint32_t owner = i * rows_at_once + lane / loader_lanes;
        fetched[i] = load_quad(v[v_place(tile.wanted[owner], owner, quad)]);
    }
    for (std::uint32_t i = 0; i < warp_lanes / rows_at_once; ++i) {
        tile.quads[tile_place(i * rows_at_once + lane / loader_lanes, quad)] = fetched[i];
    }
}

}  // namespace sluice::kernels::scrypt
