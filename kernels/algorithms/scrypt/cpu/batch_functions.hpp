#pragma once
/// The batch hash of each instruction set. A function may run only where the CPU has its
/// instructions. Thread-safe, with scratch memory of the caller's own.

#include "kernels/api/work.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {

/// Hashes a full batch of 80-byte headers that stand one after another. `scratch` is aligned to a
/// cache line.
using HashBatch = void(const std::uint8_t* headers, std::uint32_t* scratch,
                       HashBytes* out) noexcept;

/// One way to hash a batch.
struct BatchFunction {
    std::size_t hashes;         ///< in a batch
    std::size_t scratch_bytes;  ///< bounded by the widest vector: 2 MiB
    HashBatch* hash;
};

HashBatch hash_batch_scalar;
#if defined(__x86_64__)
HashBatch hash_batch_sse2;
HashBatch hash_batch_avx2;
HashBatch hash_batch_avx512;
#elif defined(__aarch64__)
HashBatch hash_batch_neon;
#endif

/// V of a batch in lanes: 128 KiB for each of its hashes.
[[nodiscard]] constexpr BatchFunction lanes(std::size_t hashes, HashBatch* hash) noexcept {
    return {hashes, hashes * 128 * 1024, hash};
}

}  // namespace sluice::kernels::scrypt
