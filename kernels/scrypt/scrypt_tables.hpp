#pragma once
/// The scrypt row's constant tables: known answers, and kernels of each backend. Thread-safe.

#include "kernels/algorithm.hpp"
#include "kernels/backends/cpu/cpu_kernel.hpp"
#include "kernels/backends/opencl/opencl_kernel.hpp"

#include <span>

namespace sluice::kernels::scrypt {

[[nodiscard]] std::span<const KnownHeader> known_headers() noexcept;

/// Best first, "scalar" last. On x86-64: avx512, avx2, sse2, scalar; on ARMv8: neon, scalar.
[[nodiscard]] std::span<const CpuKernel> cpu_kernels() noexcept;

/// One, "opencl".
[[nodiscard]] std::span<const OpenClKernel> opencl_kernels() noexcept;

}  // namespace sluice::kernels::scrypt
