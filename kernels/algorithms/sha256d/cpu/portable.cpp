// The lanes that need nothing beyond the architecture's baseline. On x86-64 that includes SSE2.

#include "kernels/algorithms/sha256d/cpu/lane_hasher.hpp"
#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

namespace sluice::kernels::sha256d {

void scan_scalar(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
                 CandidateBuffer& out) noexcept {
    scan_loop<LaneHasher<std::uint32_t, 1>>(scan, first, count, out);
}

#if defined(__x86_64__)

using Lanes4 [[gnu::vector_size(16)]] = std::uint32_t;

void scan_sse2(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
               CandidateBuffer& out) noexcept {
    scan_loop<LaneHasher<Lanes4, 1>>(scan, first, count, out);
}

#endif

}  // namespace sluice::kernels::sha256d
