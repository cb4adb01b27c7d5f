#include "base/printable.hpp"

#include <algorithm>

namespace sluice {

bool has_controls(std::string_view utf8) noexcept {
    const auto byte = [&](std::size_t at) {
        return at < utf8.size() ? static_cast<unsigned char>(utf8[at]) : 0U;
    };
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const unsigned two = byte(i) << 8 | byte(i + 1);
        const unsigned three = two << 8 | byte(i + 2);
        if (byte(i) < 0x20 || byte(i) == 0x7f || (two >= 0xc280 && two <= 0xc29f) ||
            two == 0xd89c ||                             // U+061C
            three == 0xe2808e || three == 0xe2808f ||    // U+200E, U+200F
            (three >= 0xe280a8 && three <= 0xe280ae) ||  // U+2028 to U+202E
            (three >= 0xe281a6 && three <= 0xe281a9)) {  // U+2066 to U+2069
            return true;
        }
    }
    return false;
}

std::size_t width_of(std::string_view utf8) noexcept {
    // Bytes that do not continue a character.
    return static_cast<std::size_t>(std::ranges::count_if(
        utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace sluice
