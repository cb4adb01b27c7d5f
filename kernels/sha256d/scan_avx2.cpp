#include "kernels/sha256d/scan_functions.hpp"
#include "kernels/sha256d/scan_lanes.hpp"

namespace sluice::kernels::sha256d {

using Lanes8 [[gnu::vector_size(32)]] = std::uint32_t;

[[gnu::target("avx2")]] void scan_avx2(const PreparedScan& scan, std::uint32_t first,
                                       std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_lanes<Lanes8>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
