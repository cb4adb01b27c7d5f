#pragma once
/// The sha256d row's constant tables: known answers, and kernels of each backend. Thread-safe.

#include "kernels/algorithm.hpp"
#include "kernels/backends/cpu/cpu_kernel.hpp"
#include "kernels/backends/opencl/opencl_kernel.hpp"

#include <span>

namespace sluice::kernels::sha256d {

[[nodiscard]] std::span<const KnownHeader> known_headers() noexcept;

/// Best first, "scalar" last. On x86-64: avx512-shani, avx512, shani, avx2, sse2; on 64-bit ARM:
/// armv8, neon.
[[nodiscard]] std::span<const CpuKernel> cpu_kernels() noexcept;

/// Best first; none in a build without CUDA.
[[nodiscard]] std::span<const CudaKernel> cuda_kernels() noexcept;

/// One, "opencl".
[[nodiscard]] std::span<const OpenClKernel> opencl_kernels() noexcept;

}  // namespace sluice::kernels::sha256d
