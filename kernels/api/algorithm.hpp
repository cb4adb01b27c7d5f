#pragma once
/// A proof-of-work algorithm: what a header looks like, its reference hash, known answers, and
/// which kernels each backend has for it. Constant data; thread-safe. registry/algorithms.hpp lists
/// them all.

#include "kernels/api/epoch.hpp"
#include "kernels/api/header_family.hpp"
#include "kernels/api/work.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

struct LaunchParameter;  // kernels/api/launch_parameters.hpp
struct CpuKernel;        // kernels/cpu/cpu_kernel.hpp
struct CudaKernel;       // kernels/gpu/cuda/cuda_kernel.hpp
struct OpenClKernel;     // kernels/gpu/opencl/opencl_kernel.hpp

/// A published header with its hash: what every kernel must reproduce before its first use.
struct KnownHeader {
    std::array<std::uint8_t, header_size_max> header{};  ///< true nonce included
    HashBytes hash{};                                    ///< internal order
};

struct Algorithm {
    std::string_view name;
    HeaderFamily family;
    /// Share difficulty 1 of Stratum is this many times easier than the network's difficulty 1:
    /// 1 for sha256d, 65536 for scrypt.
    std::uint64_t share_difficulty_unit;
    /// Roughly what one reference hash takes, in microseconds. Self-tests hash less of what is
    /// slow.
    std::uint32_t reference_hash_us;
    /// Reference hash of one header of the family's size: portable, plain, authoritative. Null
    /// where `epochs` has it.
    void (*hash)(std::span<const std::uint8_t> header, HashBytes& out) noexcept;
    std::span<const KnownHeader> (*known_headers)() noexcept;
    /// The numbers that shape the launches of its GPU kernels.
    std::span<const LaunchParameter* const> launch_parameters;
    std::span<const CpuKernel> (*cpu_kernels)() noexcept;        ///< best first, portable last
    std::span<const CudaKernel> (*cuda_kernels)() noexcept;      ///< best first; may be none
    std::span<const OpenClKernel> (*opencl_kernels)() noexcept;  ///< best first
    /// Null: headers are hashed over nothing but themselves.
    const EpochRules* epochs = nullptr;
};

/// Whether one reference hash takes 50 us or more (sha256d 1, scrypt 300): then tests do with fewer
/// of them, and a pool's shares are worth hashing together.
[[nodiscard]] constexpr bool is_slow(const Algorithm& algorithm) noexcept {
    return algorithm.reference_hash_us >= 50;
}

/// "sha256d/avx2": a kernel's name on command lines.
[[nodiscard]] std::string qualified_name(const Algorithm& algorithm, std::string_view kernel);

/// `kernel` without its algorithm, if it had that.
[[nodiscard]] std::string_view unqualified_name(const Algorithm& algorithm,
                                                std::string_view kernel);

/// Whether `name`, with its algorithm or without, means the algorithm's kernel; an empty one means
/// all of them.
[[nodiscard]] bool names_kernel(std::string_view name, const Algorithm& algorithm,
                                std::string_view kernel);

/// The nonce that a known header has.
[[nodiscard]] std::uint64_t nonce_of(const Algorithm& algorithm, const KnownHeader& known) noexcept;

/// Hashes `work` with this nonce and version by the reference; it has its epoch's state.
[[nodiscard]] HashBytes reference_hash(const Algorithm& algorithm, const Work& work,
                                       std::uint32_t version, std::uint64_t nonce) noexcept;

/// The versions that a scan of `work` hashes: the listed ones, or the header's own; 0 stands for
/// that of a family without versions.
[[nodiscard]] std::vector<std::uint32_t> versions_of(const Algorithm& algorithm, const Work& work);

/// Whether `hash` <= `target`, both 256-bit little-endian numbers.
[[nodiscard]] bool meets_target(const HashBytes& hash, const HashBytes& target) noexcept;

}  // namespace sluice::kernels
