#pragma once
/// What code needs that runs on a GPU and, compiled for the host, in unit tests: a marker for its
/// functions, the few instructions that a compiler does not find by itself, and atomics. The device
/// branch is CUDA's. Pure functions, except next_place, which is atomic on a device and belongs to
/// one thread on a host.

#include <cstdint>

#if defined(__CUDACC__)
#define SLUICE_DEVICE __host__ __device__ __forceinline__
#define SLUICE_DEVICE_CALL __host__ __device__ __noinline__
#else
#define SLUICE_DEVICE [[gnu::always_inline]] inline
#define SLUICE_DEVICE_CALL [[gnu::noinline]] inline
#endif

/// Before a loop: a device's compiler unrolls it this many times.
#if defined(__CUDA_ARCH__)
#define SLUICE_PRAGMA(text) _Pragma(#text)
#define SLUICE_DEVICE_UNROLL(times) SLUICE_PRAGMA(unroll times)
#else
#define SLUICE_DEVICE_UNROLL(times)
#endif

namespace sluice::kernels {

/// Any logic function of three words, bit by bit: bit 4x + 2y + z of `table` is the result for the
/// bits x, y, z. One instruction on CUDA (PTX ISA, lop3).
template <std::uint32_t table>
SLUICE_DEVICE std::uint32_t logic3(std::uint32_t x, std::uint32_t y, std::uint32_t z) noexcept {
#if defined(__CUDA_ARCH__)
    std::uint32_t result;
    asm("lop3.b32 %0, %1, %2, %3, %4;" : "=r"(result) : "r"(x), "r"(y), "r"(z), "n"(table));
    return result;
#else
    std::uint32_t result = 0;
    for (std::uint32_t row = 0; row < 8; ++row) {
        if ((table >> row & 1) != 0) {
            result |= (row & 4 ? x : ~x) & (row & 2 ? y : ~y) & (row & 1 ? z : ~z);
        }
    }
    return result;
#endif
}

/// SHA-256's majority, as a table of logic3.
inline constexpr std::uint32_t logic_majority = 0xe8;

SLUICE_DEVICE std::uint32_t swap_bytes(std::uint32_t x) noexcept {
#if defined(__CUDA_ARCH__)
    return __byte_perm(x, 0, 0x0123);
#else
    return __builtin_bswap32(x);
#endif
}

SLUICE_DEVICE std::uint32_t rotate_left(std::uint32_t x, std::uint32_t bits) noexcept {
#if defined(__CUDA_ARCH__)
    return __funnelshift_l(x, x, bits);
#else
    return x << bits | x >> (32 - bits);
#endif
}

/// Takes the next of the places that `counter` counts; other threads may at the same time.
SLUICE_DEVICE std::uint32_t next_place(std::uint32_t& counter) noexcept {
#if defined(__CUDA_ARCH__)
    return atomicAdd(&counter, 1U);
#else
    return counter++;
#endif
}

/// The same number, of which the compiler no longer knows that: what follows from it is computed
/// again here, and not kept in registers from before.
SLUICE_DEVICE std::uint32_t computed_again(std::uint32_t x) noexcept {
#if defined(__CUDA_ARCH__)
    asm volatile("" : "+r"(x));
#endif
    return x;
}

/// The compiler must not keep what lies in memory in registers across this.
SLUICE_DEVICE void forget_memory() noexcept { asm volatile("" ::: "memory"); }

}  // namespace sluice::kernels
