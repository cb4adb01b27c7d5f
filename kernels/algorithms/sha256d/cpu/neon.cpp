// Four nonces in a NEON register, which every 64-bit ARM has.

#include "kernels/algorithms/sha256d/cpu/lane_hasher.hpp"
#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#include <arm_neon.h>

namespace sluice::kernels::sha256d {
namespace {

/// vbslq takes each bit of its second argument where the first one has a one, else of the third.
template <>
struct LaneOperations<uint32x4_t> {
    SLUICE_INLINE static uint32x4_t xor3(uint32x4_t x, uint32x4_t y, uint32x4_t z) noexcept {
        return x ^ y ^ z;
    }
    SLUICE_INLINE static uint32x4_t choice(uint32x4_t e, uint32x4_t f, uint32x4_t g) noexcept {
        return vbslq_u32(e, f, g);
    }
    /// Where a and b differ, c decides.
    SLUICE_INLINE static uint32x4_t majority(uint32x4_t a, uint32x4_t b, uint32x4_t c) noexcept {
        return vbslq_u32(a ^ b, c, b);
    }
    SLUICE_INLINE static bool any_without(uint32x4_t x, std::uint32_t mask) noexcept {
        return vmaxvq_u32(vceqzq_u32(x & vdupq_n_u32(mask))) != 0;
    }
};

}  // namespace

void scan_neon(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
               CandidateBuffer& out) noexcept {
    scan_loop<LaneHasher<uint32x4_t, 1>>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
