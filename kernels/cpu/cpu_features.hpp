#pragma once
/// Instruction sets that kernels ask for, and which of them this CPU has and the operating system
/// lets programs use. Pure functions, thread-safe. Sources: Intel SDM volume 1, chapters 13 to 15;
/// Linux's "ARM64 ELF hwcaps".

#include <cstdint>
#include <string>

namespace sluice::kernels {

/// A set of instruction-set extensions, one bit each.
using CpuFeatures = std::uint32_t;

inline constexpr CpuFeatures feature_avx2 = 1U << 0;
inline constexpr CpuFeatures feature_avx512f = 1U << 1;
inline constexpr CpuFeatures feature_sha = 1U << 2;       ///< SHA-NI, with the SSE4.1 it builds on
inline constexpr CpuFeatures feature_arm_sha2 = 1U << 3;  ///< SHA-256 of ARMv8's Crypto Extension
inline constexpr CpuFeatures feature_avx512vl = 1U << 4;  ///< AVX-512 on shorter vectors, with F

/// What this machine can run. AVX registers count only if the system saves them (XGETBV).
[[nodiscard]] CpuFeatures detect_cpu_features() noexcept;

/// The names of `features`, separated by ", ".
[[nodiscard]] std::string feature_names(CpuFeatures features);

/// The CPU's own name for itself, or "CPU" where it has none.
[[nodiscard]] std::string cpu_brand();

}  // namespace sluice::kernels
