#pragma once
/// The CUDA kernels of scrypt (cuda_hash.cu) as functions for the device in use. Thread-safe.

#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <cuda_runtime_api.h>

#include <cstdint>

namespace sluice::kernels::scrypt {

/// The kernels are compiled for blocks of at most this many threads, a thread for each hash.
inline constexpr std::uint32_t block_threads_max = 128;

/// Whether the device can run them: cudaSuccess, or why not.
[[nodiscard]] cudaError_t probe_hash() noexcept;

/// To be called once for a device: lets blocks have all the shared memory of a multiprocessor.
[[nodiscard]] cudaError_t configure_hash(std::uint32_t lookup_gap) noexcept;

/// Blocks that each multiprocessor has in flight while ROMix runs.
[[nodiscard]] cudaError_t blocks_in_flight(std::uint32_t lookup_gap, std::uint32_t block_threads,
                                           int& blocks) noexcept;

/// Device memory of a launch.
struct Scratch {
    Quad* v;               ///< v_quads(lookup_gap) for each warp
    std::uint32_t* words;  ///< state_words for each hash
    std::uint32_t hashes;  ///< that there is room for, whole blocks
};

/// Does these of romix_pieces() for all hashes of the launch; before the first a kernel begins the
/// hashes, and after the last one ends them and leaves their hits in `hits`.
[[nodiscard]] cudaError_t queue_hashes(const ScryptLaunch& launch, PieceRange pieces,
                                       const BatchPlan& plan, std::uint32_t block_threads,
                                       const Scratch& scratch, DeviceHits* hits,
                                       cudaStream_t stream) noexcept;

}  // namespace sluice::kernels::scrypt
