#pragma once
/// Bech32 (BIP173) and bech32m (BIP350): a human-readable prefix, the separator 1, five-bit values
/// and a six-value checksum that tells the two encodings apart. Pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::protocol {

enum class Bech32Encoding { bech32, bech32m };

/// BIP173: a string is at most 90 characters long.
inline constexpr std::size_t bech32_size_max = 90;

struct Bech32 {
    Bech32Encoding encoding = Bech32Encoding::bech32;
    std::string prefix;                ///< lower case
    std::vector<std::uint8_t> values;  ///< five bits each, without the checksum

    bool operator==(const Bech32&) const = default;
};

/// Error: text that says what is wrong; for a bad checksum, which single character would explain
/// it, if one does.
[[nodiscard]] Result<Bech32> decode_bech32(std::string_view text);

/// What a character stands for in the alphabet that bech32 and cashaddr share, in either case;
/// nullopt when it is not in it.
[[nodiscard]] std::optional<std::uint8_t> five_bit_value(char character) noexcept;

/// Five-bit values to bytes; nullopt when the padding is five bits or more, or not zero (BIP173).
[[nodiscard]] std::optional<Bytes> bytes_of_five_bit_values(std::span<const std::uint8_t> values);

}  // namespace sluice::protocol
