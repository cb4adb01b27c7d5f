#include "kernels/algorithms/scrypt/cpu/batch_functions.hpp"

#define SLUICE_LANE_TARGET "avx512f"
#include "kernels/algorithms/scrypt/cpu/batch_lanes.hpp"

namespace sluice::kernels::scrypt {
namespace {

[[gnu::target("avx512f"), gnu::noinline]] void compress(QuadRow (&hash)[8],
                                                        const QuadRow (&block)[16]) noexcept {
    sha256d::compress_lanes(hash, block);
}

}  // namespace

[[gnu::target("avx512f")]] void hash_batch_avx512(const std::uint8_t* headers,
                                                  std::uint32_t* scratch, HashBytes* out) noexcept {
    hash_batch<QuadRow, compress>(headers, scratch, out);
}

}  // namespace sluice::kernels::scrypt
