#pragma once
/// A 32-bit word whose additions run on the multiplier. Most NVIDIA architectures have one pipe for
/// logic, shifts and additions and another for multiply-add: a + b as a * 1 + b leaves the first to
/// what only it can do. The compiler must not know the one. On a host it is a plain addition. A
/// lane type for lanes.hpp; a value.

#include "kernels/sha256d/lanes.hpp"

#include <cstdint>

namespace sluice::kernels::sha256d {

#if defined(__CUDACC__)
/// Never written, but for all that the compiler knows a program could.
static __constant__ std::uint32_t constant_one = 1;
#endif

struct MadWord {
    std::uint32_t value;

    SLUICE_DEVICE explicit operator std::uint32_t() const noexcept { return value; }

    SLUICE_DEVICE friend MadWord operator+(MadWord a, std::uint32_t b) noexcept {
#if defined(__CUDA_ARCH__)
        std::uint32_t sum;
        asm("mad.lo.u32 %0, %1, %2, %3;" : "=r"(sum) : "r"(a.value), "r"(constant_one), "r"(b));
        return {sum};
#else
        return {a.value + b};
#endif
    }
    SLUICE_DEVICE friend MadWord operator+(MadWord a, MadWord b) noexcept { return a + b.value; }
    SLUICE_DEVICE MadWord& operator+=(std::uint32_t b) noexcept { return *this = *this + b; }
    SLUICE_DEVICE MadWord& operator+=(MadWord b) noexcept { return *this = *this + b; }

    SLUICE_DEVICE friend MadWord operator>>(MadWord a, int bits) noexcept {
        return {a.value >> bits};
    }
    SLUICE_DEVICE friend MadWord operator<<(MadWord a, int bits) noexcept {
        return {a.value << bits};
    }
    SLUICE_DEVICE friend MadWord operator|(MadWord a, MadWord b) noexcept {
        return {a.value | b.value};
    }
};

namespace {

template <>
struct LaneOperations<MadWord> {
    using Word = LaneOperations<std::uint32_t>;

    SLUICE_DEVICE static MadWord xor3(MadWord x, MadWord y, MadWord z) noexcept {
        return {Word::xor3(x.value, y.value, z.value)};
    }
    SLUICE_DEVICE static MadWord choice(MadWord e, MadWord f, MadWord g) noexcept {
        return {Word::choice(e.value, f.value, g.value)};
    }
    SLUICE_DEVICE static MadWord majority(MadWord a, MadWord b, MadWord c) noexcept {
        return {Word::majority(a.value, b.value, c.value)};
    }
};

}  // namespace
}  // namespace sluice::kernels::sha256d
