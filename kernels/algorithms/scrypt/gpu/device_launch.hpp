#pragma once
/// What a launch of scrypt on a GPU is given, and how much memory it takes. Values and pure
/// functions, thread-safe.

#include "kernels/algorithms/scrypt/gpu/device_rows.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::kernels::scrypt {

/// What every thread of a launch gets, in constant memory.
struct ScryptLaunch {
    std::array<std::uint32_t, 20> header;  ///< as SHA-256 reads it; version and nonce are replaced
    TargetWords target;
    std::array<std::uint32_t, versions_max> versions;
    std::uint32_t version_count;
    std::uint32_t first;   ///< nonce
    std::uint32_t hashes;  ///< nonces times versions
};

/// Words that a hash keeps from one kernel of a launch to the next.
inline constexpr std::size_t state_words = mix_words + 16;

/// The launch of no hash yet.
[[nodiscard]] ScryptLaunch make_launch(const Work& work, std::span<const std::uint32_t> versions);

/// Lookup gaps that there are kernels for, the fastest first where memory is enough.
inline constexpr std::array<std::uint32_t, 4> lookup_gaps = {1, 2, 4, 8};

/// BlockMix steps of the hash of a warp that is farthest behind, in a piece of ROMix. A piece takes
/// a third of a millisecond where a hash takes ten.
inline constexpr std::uint32_t piece_steps = 64;

/// Pieces of ROMix: filling V has a step for each row. Where V is read, a row between two that are
/// kept takes up to `lookup_gap` - 1 steps more.
[[nodiscard]] constexpr std::uint32_t romix_pieces(std::uint32_t lookup_gap) noexcept {
    return v_rows / piece_steps * (1 + lookup_gap);
}

/// What some pieces of ROMix do.
struct RomixSteps {
    std::uint32_t first_row;  ///< of those that are kept, to be filled
    std::uint32_t end_row;
    std::uint32_t reads;  ///< of V, after that

    bool operator==(const RomixSteps&) const = default;
};

[[nodiscard]] RomixSteps romix_steps(std::uint32_t lookup_gap, PieceRange pieces) noexcept;

/// Device memory for each hash in flight.
[[nodiscard]] constexpr std::uint64_t hash_bytes(std::uint32_t lookup_gap) noexcept {
    return v_quads(lookup_gap) / warp_lanes * sizeof(Quad) + state_words * sizeof(std::uint32_t);
}

/// Hashes in flight, and how much of V is kept.
struct BatchPlan {
    std::uint32_t lookup_gap = 0;
    std::uint64_t hashes = 0;  ///< a multiple of the block's; 0: not even one block has room

    bool operator==(const BatchPlan&) const = default;
};

/// As many of `wanted` hashes as fit into `bytes`, in whole blocks. Of the lookup gaps (`gap`, or
/// any where that is 0) the least with which at least half of them fit: a gap of two costs half as
/// much arithmetic again, and half of the hashes in flight still hide the memory's latency.
[[nodiscard]] BatchPlan plan_batch(std::uint64_t bytes, std::uint64_t wanted,
                                   std::uint32_t block_hashes, std::uint32_t gap) noexcept;

}  // namespace sluice::kernels::scrypt
