#include "kernels/algorithms/scrypt/cpu/batch_functions.hpp"

#define SLUICE_LANE_TARGET "avx2"
#include "kernels/algorithms/scrypt/cpu/batch_lanes.hpp"

namespace sluice::kernels::scrypt {
namespace {

[[gnu::target("avx2"), gnu::noinline]] void compress(DoubleRow (&hash)[8],
                                                     const DoubleRow (&block)[16]) noexcept {
    sha256d::compress_lanes(hash, block);
}

}  // namespace

[[gnu::target("avx2")]] void hash_batch_avx2(const std::uint8_t* headers, std::uint32_t* scratch,
                                             HashBytes* out) noexcept {
    hash_batch<DoubleRow, compress>(headers, scratch, out);
}

}  // namespace sluice::kernels::scrypt
