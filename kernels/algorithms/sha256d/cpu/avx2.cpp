// Eight nonces in an AVX2 register.

#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#define SLUICE_LANE_TARGET "avx2"
#include "kernels/algorithms/sha256d/cpu/lane_hasher.hpp"

namespace sluice::kernels::sha256d {

using Lanes8 [[gnu::vector_size(32)]] = std::uint32_t;

[[gnu::target("avx2")]] void scan_avx2(const PreparedScan& scan, std::uint32_t first,
                                       std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_loop<LaneHasher<Lanes8, 1>>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
