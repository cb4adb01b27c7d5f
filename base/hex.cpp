#include "base/hex.hpp"

#include <array>

namespace sluice {
namespace {

constexpr std::string_view digits = "0123456789abcdef";
constexpr std::uint8_t not_a_digit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_values = [] {
    std::array<std::uint8_t, 256> values{};
    values.fill(not_a_digit);
    for (std::uint8_t value = 0; value < 16; ++value) {
        values[static_cast<std::uint8_t>(digits[value])] = value;
        values[static_cast<std::uint8_t>("0123456789ABCDEF"[value])] = value;
    }
    return values;
}();

}  // namespace

std::string to_hex(ByteSpan bytes) {
    std::string text(bytes.size() * 2, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text[2 * i] = digits[bytes[i] >> 4];
        text[2 * i + 1] = digits[bytes[i] & 0xf];
    }
    return text;
}

std::string to_hex_be32(std::uint32_t value) {
    std::array<std::uint8_t, 4> bytes;
    store_be32(bytes.data(), value);
    return to_hex(bytes);
}

bool from_hex_into(std::string_view text, std::span<std::uint8_t> out) noexcept {
    if (text.size() != out.size() * 2) {
        return false;
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        const std::uint8_t high = digit_values[static_cast<std::uint8_t>(text[2 * i])];
        const std::uint8_t low = digit_values[static_cast<std::uint8_t>(text[2 * i + 1])];
        if (high == not_a_digit || low == not_a_digit) {
            return false;
        }
        out[i] = static_cast<std::uint8_t>(high << 4 | low);
    }
    return true;
}

std::optional<Bytes> from_hex(std::string_view text) {
    Bytes bytes(text.size() / 2);
    if (!from_hex_into(text, bytes)) {
        return std::nullopt;
    }
    return bytes;
}

std::optional<std::uint32_t> from_hex_be32(std::string_view text) noexcept {
    std::array<std::uint8_t, 4> bytes;
    if (!from_hex_into(text, bytes)) {
        return std::nullopt;
    }
    return load_be32(bytes.data());
}

}  // namespace sluice
