#pragma once
/// Makes rows of known headers from the hex text in which they are published. Constant expressions.

#include "kernels/api/algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::kernels {

[[nodiscard]] constexpr std::uint8_t hex_digit(char digit) {
    return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

[[nodiscard]] constexpr std::uint8_t hex_byte(std::string_view hex, std::size_t index) {
    return static_cast<std::uint8_t>(hex_digit(hex[2 * index]) << 4 |
                                     hex_digit(hex[2 * index + 1]));
}

/// From a header as on the wire and its hash as people write it, most significant byte first.
[[nodiscard]] constexpr KnownHeader known_header(std::string_view header_hex,
                                                 std::string_view display_hash) {
    KnownHeader row;
    for (std::size_t i = 0; i < header_hex.size() / 2; ++i) {
        row.header[i] = hex_byte(header_hex, i);
    }
    for (std::size_t i = 0; i < row.hash.size(); ++i) {
        row.hash[row.hash.size() - 1 - i] = hex_byte(display_hash, i);
    }
    return row;
}

}  // namespace sluice::kernels
