#pragma once
/// scrypt's row in the table of algorithms, its known answers and its kernels of each backend.
/// Constant data, thread-safe.

#include "kernels/algorithms/scrypt/launch_parameters.hpp"
#include "kernels/algorithms/scrypt/scrypt.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/cpu/cpu_kernel.hpp"
#include "kernels/gpu/opencl/opencl_kernel.hpp"

#include <span>

namespace sluice::kernels::scrypt {

[[nodiscard]] std::span<const KnownHeader> known_headers() noexcept;

/// Best first, "scalar" last. On x86-64: avx512, avx2, sse2, scalar; on ARMv8: neon, scalar.
[[nodiscard]] std::span<const CpuKernel> cpu_kernels() noexcept;

/// Best first; none in a build without CUDA.
[[nodiscard]] std::span<const CudaKernel> cuda_kernels() noexcept;

/// One, "opencl".
[[nodiscard]] std::span<const OpenClKernel> opencl_kernels() noexcept;

inline constexpr Algorithm row{
    .name = "scrypt",
    .family = bitcoin80,
    .share_difficulty_unit = 65536,
    .reference_hash_us = 300,
    .hash = litecoin_hash,
    .known_headers = known_headers,
    .launch_parameters = launch::scrypt,
    .cpu_kernels = cpu_kernels,
    .cuda_kernels = cuda_kernels,
    .opencl_kernels = opencl_kernels,
};

}  // namespace sluice::kernels::scrypt
