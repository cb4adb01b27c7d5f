#include "kernels/sha256d/scan_functions.hpp"
#include "kernels/sha256d/scan_lanes.hpp"

namespace sluice::kernels::sha256d {

using Lanes16 [[gnu::vector_size(64)]] = std::uint32_t;

[[gnu::target("avx512f")]] void scan_avx512(const PreparedScan& scan, std::uint32_t first,
                                            std::uint32_t count, CandidateBuffer& out) noexcept {
    scan_lanes<Lanes16>(scan, first, count, out);
}

}  // namespace sluice::kernels::sha256d
