#pragma once
/// Hexadecimal text. Writing is lower case; reading takes either case and nothing else: no prefix,
/// no spaces. Pure functions, any thread.

#include "base/bytes.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

[[nodiscard]] std::string to_hex(ByteSpan bytes);

/// Eight digits, most significant first, as Stratum writes version, nbits, ntime and nonce.
[[nodiscard]] std::string to_hex_be32(std::uint32_t value);

/// Any even number of digits; nullopt on an odd count or another character.
[[nodiscard]] std::optional<Bytes> from_hex(std::string_view text);

/// Exactly 2 * out.size() digits into `out`; false (and `out` unspecified) otherwise. Allocates
/// nothing.
[[nodiscard]] bool from_hex_into(std::string_view text, std::span<std::uint8_t> out) noexcept;

/// Exactly eight digits, most significant first.
[[nodiscard]] std::optional<std::uint32_t> from_hex_be32(std::string_view text) noexcept;

}  // namespace sluice
