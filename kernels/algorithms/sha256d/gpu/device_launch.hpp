#pragma once
/// What a launch of sha256d on a GPU is given: prepared on the host, read by every thread. Values
/// and pure functions, thread-safe.

#include "kernels/algorithms/sha256d/prepared_scan.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <cstdint>
#include <span>

namespace sluice::kernels::sha256d {

/// What every thread of a launch gets, in constant memory.
struct ScanLaunch {
    PreparedScan scan;
    TargetWords target;
    std::uint32_t first;  ///< nonce
    std::uint32_t count;  ///< nonces, at most launch_nonces_max
    std::uint32_t nonces_per_thread;
};

/// Leaves room for the nonces of the last block's idle threads in 32 bits.
inline constexpr std::uint32_t launch_nonces_max = 1U << 30;

[[nodiscard]] constexpr std::uint32_t scan_blocks(std::uint32_t nonces, std::uint32_t block_threads,
                                                  std::uint32_t nonces_per_thread) noexcept {
    const std::uint32_t block_nonces = block_threads * nonces_per_thread;
    return (nonces + block_nonces - 1) / block_nonces;
}

/// The launch of no nonce yet.
[[nodiscard]] ScanLaunch make_launch(const Work& work, std::span<const std::uint32_t> versions);

}  // namespace sluice::kernels::sha256d
