#pragma once
/// How a GPU kernel is launched: what autotuning searches and what --intensity overrides. A regular
/// value; 0 in a member stands for the kernel's own default. CPU kernels have no launch shape.

#include <cstdint>

namespace sluice::kernels {

struct LaunchShape {
    std::uint32_t block_threads = 0;      ///< threads of a block (CUDA) or work group (OpenCL)
    std::uint32_t nonces_per_thread = 0;  ///< sha256d: nonces that one thread hashes in a launch
    std::uint32_t versions = 0;    ///< sha256d: headers that share a message schedule, 1 to 16
    std::uint32_t lookup_gap = 0;  ///< scrypt: of the 1024 rows of V every n-th is kept
    /// Hashes of one launch. sha256d: bounds how long a new block waits; scrypt: hashes in flight,
    /// bounded by free memory.
    std::uint64_t launch_hashes = 0;

    bool operator==(const LaunchShape&) const = default;
};

}  // namespace sluice::kernels
