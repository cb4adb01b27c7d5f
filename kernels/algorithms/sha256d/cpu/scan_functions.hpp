#pragma once
/// The sha256d scan of each instruction set, and the row's ChunkScanner around it. A scan function
/// may run only where the CPU has its instructions. Pure functions, thread-safe.

#include "kernels/algorithms/sha256d/prepared_scan.hpp"
#include "kernels/cpu/cpu_kernel.hpp"

#include <cstdint>

namespace sluice::kernels::sha256d {

/// Adds each of `count` nonces from `first` on, and version, whose hash may meet the target.
using ScanFunction = void(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
                          CandidateBuffer& out) noexcept;

ScanFunction scan_scalar;
#if defined(__x86_64__)
ScanFunction scan_sse2;
ScanFunction scan_avx2;
ScanFunction scan_avx512;
ScanFunction scan_avx512_shani;
ScanFunction scan_shani;
#elif defined(__aarch64__)
ScanFunction scan_neon;
ScanFunction scan_armv8;
#endif

}  // namespace sluice::kernels::sha256d
