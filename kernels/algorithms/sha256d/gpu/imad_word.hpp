#pragma once
/// A 32-bit word whose additions run on the multiplier. Most NVIDIA architectures have one pipe for
/// logic, shifts and additions and another for multiply-add: a + b as a * 1 + b leaves the first to
/// what only it can do. The compiler must not know the one. On a host it is a plain addition. A
/// lane type for lanes.hpp; a value.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"

#include <cstdint>

namespace sluice::kernels::sha256d {

#if defined(__CUDACC__)
/// Never written; the compiler cannot know that.
static __constant__ std::uint32_t constant_one = 1;
#endif

struct ImadWord {
    std::uint32_t value;

    SLUICE_DEVICE explicit operator std::uint32_t() const noexcept { return value; }

    SLUICE_DEVICE friend ImadWord operator+(ImadWord a, std::uint32_t b) noexcept {
#if defined(__CUDA_ARCH__)
        std::uint32_t sum;
        asm("mad.lo.u32 %0, %1, %2, %3;" : "=r"(sum) : "r"(a.value), "r"(constant_one), "r"(b));
        return {sum};
#else
        return {a.value + b};
#endif
    }
    SLUICE_DEVICE friend ImadWord operator+(ImadWord a, ImadWord b) noexcept { return a + b.value; }
    SLUICE_DEVICE ImadWord& operator+=(std::uint32_t b) noexcept { return *this = *this + b; }
    SLUICE_DEVICE ImadWord& operator+=(ImadWord b) noexcept { return *this = *this + b; }

    SLUICE_DEVICE friend ImadWord operator>>(ImadWord a, int bits) noexcept {
        return {a.value >> bits};
    }
    SLUICE_DEVICE friend ImadWord operator<<(ImadWord a, int bits) noexcept {
        return {a.value << bits};
    }
    SLUICE_DEVICE friend ImadWord operator|(ImadWord a, ImadWord b) noexcept {
        return {a.value | b.value};
    }
};

namespace {

template <>
struct LaneOperations<ImadWord> {
    using Word = LaneOperations<std::uint32_t>;

    SLUICE_DEVICE static ImadWord xor3(ImadWord x, ImadWord y, ImadWord z) noexcept {
        return {Word::xor3(x.value, y.value, z.value)};
    }
    SLUICE_DEVICE static ImadWord choice(ImadWord e, ImadWord f, ImadWord g) noexcept {
        return {Word::choice(e.value, f.value, g.value)};
    }
    SLUICE_DEVICE static ImadWord majority(ImadWord a, ImadWord b, ImadWord c) noexcept {
        return {Word::majority(a.value, b.value, c.value)};
    }
};

}  // namespace
}  // namespace sluice::kernels::sha256d
