#pragma once
/// SHA-256 as FIPS 180-4 describes it, portable and plain: the reference that every kernel is
/// measured against, and the double hash of Bitcoin's headers. Pure functions, thread-safe.

#include "kernels/api/work.hpp"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::kernels::sha256d {

/// The working variables a, b, ... h, or a hash value H0 ... H7.
using State = std::array<std::uint32_t, 8>;
/// A message block as sixteen big-endian words.
using Block = std::array<std::uint32_t, 16>;

inline constexpr std::size_t block_size = 64;  // bytes

/// FIPS 180-4, 5.3.3: the fractional parts of the square roots of the first eight primes.
inline constexpr State initial_state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};

/// FIPS 180-4, 4.2.2: the fractional parts of the cube roots of the first 64 primes.
inline constexpr std::array<std::uint32_t, 64> round_constants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

[[nodiscard]] std::uint32_t load_be32(const std::uint8_t* bytes) noexcept;

/// sigma0 and sigma1 of the message schedule (4.1.2, functions 4.6 and 4.7).
[[nodiscard]] constexpr std::uint32_t small_sigma0(std::uint32_t x) noexcept {
    return std::rotr(x, 7) ^ std::rotr(x, 18) ^ (x >> 3);
}
[[nodiscard]] constexpr std::uint32_t small_sigma1(std::uint32_t x) noexcept {
    return std::rotr(x, 17) ^ std::rotr(x, 19) ^ (x >> 10);
}

/// One round (6.2.2, step 3) with `k_plus_w` = K[t] + W[t].
constexpr void round(State& working, std::uint32_t k_plus_w) noexcept {
    const auto [a, b, c, d, e, f, g, h] = working;
    const std::uint32_t big_sigma0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
    const std::uint32_t big_sigma1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
    const std::uint32_t choice = (e & f) ^ (~e & g);
    const std::uint32_t majority = (a & b) ^ (a & c) ^ (b & c);
    const std::uint32_t t1 = h + big_sigma1 + choice + k_plus_w;
    const std::uint32_t t2 = big_sigma0 + majority;
    working = {t1 + t2, a, b, c, d + t1, e, f, g};
}

/// Folds one message block into `hash` (6.2.2).
void compress(State& hash, const Block& block) noexcept;

/// SHA-256 of a message whose first `hashed_bytes`, whole blocks, are already folded into `hash`.
void sha256_rest(State hash, std::uint64_t hashed_bytes, std::span<const std::uint8_t> rest,
                 HashBytes& out) noexcept;

/// SHA-256 of a message of any length.
void sha256(std::span<const std::uint8_t> message, HashBytes& out) noexcept;

/// SHA-256 of the SHA-256: the proof-of-work hash of a Bitcoin header.
void sha256d(std::span<const std::uint8_t> message, HashBytes& out) noexcept;

}  // namespace sluice::kernels::sha256d
