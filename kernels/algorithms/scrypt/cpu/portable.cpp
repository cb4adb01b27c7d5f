// The batches that need nothing beyond the architecture's baseline: SSE2 on x86-64, NEON on ARMv8.

#include "kernels/algorithms/scrypt/cpu/batch_functions.hpp"
#include "kernels/algorithms/scrypt/cpu/batch_lanes.hpp"

#include <algorithm>

namespace sluice::kernels::scrypt {

void hash_batch_scalar(const std::uint8_t* headers, std::uint32_t* scratch,
                       HashBytes* out) noexcept {
    auto* const blocks = reinterpret_cast<SalsaBlock*>(scratch);
    const std::span header(headers, header_size);
    scrypt(header, header, litecoin, {blocks, scratch_blocks(litecoin.n, litecoin.r)}, *out);
}

#if defined(__x86_64__) || defined(__aarch64__)

namespace {

[[gnu::noinline]] void compress(Row (&hash)[8], const Row (&block)[16]) noexcept {
    sha256d::compress_lanes(hash, block);
}

}  // namespace

#if defined(__x86_64__)
void hash_batch_sse2(const std::uint8_t* headers, std::uint32_t* scratch, HashBytes* out) noexcept {
#else
void hash_batch_neon(const std::uint8_t* headers, std::uint32_t* scratch, HashBytes* out) noexcept {
#endif
    hash_batch<Row, compress>(headers, scratch, out);
}

#endif

}  // namespace sluice::kernels::scrypt
