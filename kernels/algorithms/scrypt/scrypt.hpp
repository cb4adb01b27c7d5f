#pragma once
/// scrypt as RFC 7914 describes it, portable and plain: the reference that every kernel is measured
/// against, for any N, r and p, and the proof-of-work hash of a Litecoin header (N = 1024, r = 1,
/// p = 1). Pure functions, thread-safe.

#include "kernels/api/work.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::kernels::scrypt {

/// Section 2: the cost of a hash. It takes 128 * N * r bytes of memory.
struct Parameters {
    std::size_t n;  ///< CPU and memory cost, a power of two above 1
    std::size_t r;  ///< block size, in 128-byte units
    std::size_t p;  ///< how many blocks are mixed one after another
};

/// Litecoin's parameters. The password and the salt are both the header.
inline constexpr Parameters litecoin = {.n = 1024, .r = 1, .p = 1};

inline constexpr std::size_t header_size = 80;  // bytes

/// Sixteen little-endian words, 64 bytes.
using SalsaBlock = std::array<std::uint32_t, 16>;

/// The Salsa20/8 core (section 3).
void salsa20_8(SalsaBlock& block) noexcept;

/// scryptBlockMix (section 4) of 2r blocks from `in` to `out`, which do not overlap.
void block_mix(std::span<const SalsaBlock> in, std::span<SalsaBlock> out) noexcept;

/// The blocks of scratch memory that ro_mix and scrypt need: V, and one B to mix into.
[[nodiscard]] constexpr std::size_t scratch_blocks(std::size_t n, std::size_t r) noexcept {
    return 2 * r * (n + 1);
}

/// scryptROMix (section 5) of 2r blocks in place; `scratch` holds scratch_blocks(n, r).
void ro_mix(std::span<SalsaBlock> b, std::size_t n, std::span<SalsaBlock> scratch) noexcept;

/// PBKDF2 with HMAC-SHA-256 (RFC 8018, 5.2), filling `out`.
void pbkdf2_hmac_sha256(std::span<const std::uint8_t> password, std::span<const std::uint8_t> salt,
                        std::uint32_t iterations, std::span<std::uint8_t> out);

/// scrypt (section 6), filling `out`. Allocates its memory.
void scrypt(std::span<const std::uint8_t> password, std::span<const std::uint8_t> salt,
            const Parameters& cost, std::span<std::uint8_t> out);

/// The same in `scratch`, which holds scratch_blocks(cost.n, cost.r).
void scrypt(std::span<const std::uint8_t> password, std::span<const std::uint8_t> salt,
            const Parameters& cost, std::span<SalsaBlock> scratch, std::span<std::uint8_t> out);

/// The proof-of-work hash of a Litecoin header.
void litecoin_hash(std::span<const std::uint8_t> header, HashBytes& out) noexcept;

}  // namespace sluice::kernels::scrypt
