#pragma once
/// The CUDA kernels of sha256d (cuda_scan.cu) as functions that queue them on a stream of the
/// device in use. Thread-safe.

#include "kernels/algorithms/sha256d/gpu/device_launch.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <cuda_runtime_api.h>

#include <cstdint>

namespace sluice::kernels::sha256d {

/// The kernels are compiled for blocks of at most this many threads.
inline constexpr std::uint32_t block_threads_max = 256;

/// Which pipe adds: as the compiler chooses, or the one that multiplies (imad_word.hpp).
enum class Additions { by_compiler, on_multiplier };

/// Whether the device can run them: cudaSuccess, or why not.
[[nodiscard]] cudaError_t probe_scan() noexcept;

/// To be called once for a device: lets blocks have all the shared memory of a multiprocessor.
[[nodiscard]] cudaError_t configure_scan(Additions additions) noexcept;

/// Hashes the launch's nonces and leaves in `hits` those whose top word is at most the target's.
[[nodiscard]] cudaError_t queue_scan(const ScanLaunch& launch, Additions additions,
                                     std::uint32_t block_threads, DeviceHits* hits,
                                     cudaStream_t stream) noexcept;

}  // namespace sluice::kernels::sha256d
