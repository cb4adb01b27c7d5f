#pragma once
/// How a GPU kernel is launched: what autotuning searches and what --intensity overrides. A regular
/// value; 0 in a member stands for the kernel's own default. CPU kernels have no launch shape.

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::kernels {

/// Bounds for what comes from a file or a flag. More nonces of a thread only make its launch
/// longer; a launch of launch_hashes_max hashes takes a tenth of a second on the fastest GPU.
inline constexpr std::uint32_t nonces_per_thread_max = 1024;
inline constexpr std::uint64_t launch_hashes_max = std::uint64_t{1} << 30;

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

/// "lookup_gap 3 (right: 1, 2, 4 or 8)".
[[nodiscard]] std::string shape_mistake(std::string_view member, std::uint64_t value,
                                        std::string_view right);

/// Empty where the member is a default or in its range; else what is wrong with it.
[[nodiscard]] std::string nonces_mistake(const LaunchShape& shape);
[[nodiscard]] std::string versions_mistake(const LaunchShape& shape);
[[nodiscard]] std::string launch_hashes_mistake(const LaunchShape& shape);

}  // namespace sluice::kernels
