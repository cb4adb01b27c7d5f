#pragma once
/// sha256d's row in the table of algorithms, its known answers and its kernels of each backend.
/// Constant data, thread-safe.

#include "kernels/algorithms/sha256d/launch_parameters.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/cpu/cpu_kernel.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"
#include "kernels/hash/sha256.hpp"

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

inline constexpr Algorithm row{
    .name = "sha256d",
    .family = bitcoin80,
    .share_difficulty_unit = 1,
    .reference_hash_us = 1,
    .hash = sha256d,
    .known_headers = known_headers,
    .launch_parameters = launch::sha256d,
    .cpu_kernels = cpu_kernels,
    .cuda_kernels = cuda_kernels,
    .opencl_kernels = opencl_kernels,
};

}  // namespace sluice::kernels::sha256d
