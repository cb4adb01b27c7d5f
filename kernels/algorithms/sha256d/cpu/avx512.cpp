// Sixteen nonces in an AVX-512 register. Every logic function of three words is one vpternlogd,
// whose immediate is the function's truth table (Intel SDM volume 2C); the compiler makes one
// vprord of a rotation.

#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#include <immintrin.h>

#define SLUICE_LANE_TARGET "avx512f"
#include "kernels/algorithms/sha256d/cpu/lane_hasher.hpp"

namespace sluice::kernels::sha256d {
namespace {

using Lanes16 [[gnu::vector_size(64)]] = std::uint32_t;

SLUICE_INLINE __m512i raw(Lanes16 x) noexcept { return reinterpret_cast<__m512i>(x); }
SLUICE_INLINE Lanes16 lanes(__m512i x) noexcept { return reinterpret_cast<Lanes16>(x); }

template <>
struct LaneOperations<Lanes16> {
    SLUICE_INLINE static Lanes16 xor3(Lanes16 x, Lanes16 y, Lanes16 z) noexcept {
        return lanes(_mm512_ternarylogic_epi32(raw(x), raw(y), raw(z), 0x96));
    }
    SLUICE_INLINE static Lanes16 choice(Lanes16 e, Lanes16 f, Lanes16 g) noexcept {
        return lanes(_mm512_ternarylogic_epi32(raw(e), raw(f), raw(g), 0xca));
    }
    SLUICE_INLINE static Lanes16 majority(Lanes16 a, Lanes16 b, Lanes16 c) noexcept {
        return lanes(_mm512_ternarylogic_epi32(raw(a), raw(b), raw(c), 0xe8));
    }
    SLUICE_INLINE static bool any_without(Lanes16 x, std::uint32_t mask) noexcept {
        return _mm512_testn_epi32_mask(raw(x), _mm512_set1_epi32(static_cast<int>(mask))) != 0;
    }
};

}  // namespace

[[gnu::target("avx512f")]] void scan_avx512(const PreparedScan& scan, std::uint32_t first,
                                            std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_loop<LaneHasher<Lanes16, 2>>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
