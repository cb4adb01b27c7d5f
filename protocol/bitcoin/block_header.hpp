#pragma once
/// The 80-byte block header of Bitcoin and its relatives, as a value and as wire bytes. Pure, any
/// thread.
///
/// | offset | bytes | field                                   |
/// |-------:|------:|-----------------------------------------|
/// |      0 |     4 | version, little-endian                  |
/// |      4 |    32 | hash of the previous header, internal   |
/// |     36 |    32 | merkle root, internal                   |
/// |     68 |     4 | time, Unix seconds, little-endian       |
/// |     72 |     4 | bits (compact target), little-endian    |
/// |     76 |     4 | nonce, little-endian                    |

#include "base/bytes.hpp"
#include "protocol/pow/hash256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sluice::protocol {

inline constexpr std::size_t block_header_size = 80;

/// A version whose top three bits are 001 carries votes in the others (BIP9).
inline constexpr std::uint32_t version_bits_top_mask = 0xe000'0000;
inline constexpr std::uint32_t version_bits_top = 0x2000'0000;
/// Bits 13 to 28, which miners may roll (BIP320).
inline constexpr std::uint32_t bip320_mask = 0x1fff'e000;

using HeaderBytes = std::array<std::uint8_t, block_header_size>;

struct BlockHeader {
    std::uint32_t version = 0;
    Hash256 previous;
    Hash256 merkle_root;
    std::uint32_t time = 0;
    std::uint32_t bits = 0;
    std::uint32_t nonce = 0;

    bool operator==(const BlockHeader&) const = default;
};

[[nodiscard]] HeaderBytes serialize(const BlockHeader& header) noexcept;
[[nodiscard]] BlockHeader parse_header(
    std::span<const std::uint8_t, block_header_size> bytes) noexcept;

/// The block's id: double SHA-256 of the header, whatever algorithm proves its work.
[[nodiscard]] Hash256 block_id(const BlockHeader& header);

}  // namespace sluice::protocol
