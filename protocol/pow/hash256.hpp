#pragma once
/// Hash256: a 32-byte double-SHA-256 result in internal order, the order in which it stands in
/// headers and transactions; read as a number it is little-endian. Explorers and RPC show it
/// reversed (display order). Regular value type. sha256d() is thread-safe (one OpenSSL context a
/// thread).

#include "base/bytes.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::protocol {

struct Hash256 {
    std::array<std::uint8_t, 32> bytes{};

    auto operator<=>(const Hash256&) const = default;
};

/// SHA-256 of the bytes (FIPS 180-4).
[[nodiscard]] std::array<std::uint8_t, 32> sha256(ByteSpan bytes);

/// SHA-256 of the SHA-256, Bitcoin's hash for blocks, transactions and merkle nodes.
[[nodiscard]] Hash256 sha256d(ByteSpan bytes);

/// The same of the parts one after another, without joining them: a coinbase around its extranonce.
[[nodiscard]] Hash256 sha256d_of_parts(std::span<const ByteSpan> parts);

/// 64 digits, most significant byte first.
[[nodiscard]] std::string to_display_hex(const Hash256& hash);
[[nodiscard]] std::optional<Hash256> from_display_hex(std::string_view text);

}  // namespace sluice::protocol
