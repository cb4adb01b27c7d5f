// The SHA extensions of x86-64, four hashes interleaved.

#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#define SLUICE_LANE_TARGET "sha,sse4.1"
#include "kernels/algorithms/sha256d/cpu/sha_ni.hpp"

namespace sluice::kernels::sha256d {

[[gnu::target("sha,sse4.1")]] void scan_shani(const PreparedScan& scan, std::uint32_t first,
                                              std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_loop<ShaHasher<ShaNi>>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
