#pragma once
/// Letter case of ASCII text, whatever the locale: addresses (BIP173) and host names (RFC 4343).
/// Pure functions, any thread.

namespace sluice::protocol {

[[nodiscard]] constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
[[nodiscard]] constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
[[nodiscard]] constexpr char to_lower(char c) noexcept {
    return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace sluice::protocol
