#include "protocol/bitcoin/bech32.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <numeric>

namespace sluice::protocol {
namespace {

constexpr std::string_view bech32_alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t bech32_checksum_size = 6;
constexpr std::uint32_t bech32_residue = 1;
constexpr std::uint32_t bech32m_residue = 0x2bc8'30a3;  // BIP350

/// The checksum's BCH code over GF(32), one value at a time (BIP173, "Checksum").
std::uint32_t polymod_step(std::uint32_t state, std::uint8_t value) {
    constexpr std::array<std::uint32_t, 5> generator{0x3b6a'57b2, 0x2650'8e6d, 0x1ea1'19fa,
                                                     0x3d42'33dd, 0x2a14'62b3};
    const std::uint32_t top = state >> 25;
    state = (state & 0x01ff'ffff) << 5 ^ value;
    for (unsigned i = 0; i < generator.size(); ++i) {
        state ^= (top >> i & 1) != 0 ? generator[i] : 0;
    }
    return state;
}

std::uint32_t residue(std::string_view prefix, std::span<const std::uint8_t> values) {
    std::uint32_t state = 1;
    for (const char c : prefix) {
        state = polymod_step(state, static_cast<std::uint8_t>(c) >> 5);
    }
    state = polymod_step(state, 0);
    for (const char c : prefix) {
        state = polymod_step(state, static_cast<std::uint8_t>(c) & 31);
    }
    for (const std::uint8_t value : values) {
        state = polymod_step(state, value);
    }
    return state;
}

std::optional<Bech32Encoding> encoding_of(std::uint32_t residue) {
    if (residue == bech32_residue) {
        return Bech32Encoding::bech32;
    }
    return residue == bech32m_residue ? std::optional{Bech32Encoding::bech32m} : std::nullopt;
}

/// Where one wrong character would explain the bad checksum: an index into the `size` values. The
/// code is linear, so an error of one value changes the residue by that error, shifted as far as it
/// stands from the end. BIP173 lets software show the place but not the correction, which could
/// name another's address.
std::optional<std::size_t> locate_error(std::uint32_t bad_residue, std::size_t size) {
    std::array<std::uint32_t, 32> changes{};
    std::iota(changes.begin(), changes.end(), 0U);
    for (std::size_t i = size; i-- > 0;) {
        for (std::uint32_t& change : changes) {
            if (encoding_of(bad_residue ^ change)) {
                return i;
            }
            change = polymod_step(change, 0);
        }
    }
    return std::nullopt;
}

std::optional<std::string> character_problem(std::string_view text) {
    const auto outside = std::find_if(text.begin(), text.end(), [](char c) {
        return c < 33 || c > 126;  // BIP173: printable US-ASCII
    });
    if (outside != text.end()) {
        return "character " + std::to_string(outside - text.begin() + 1) +
               " is not a printable ASCII character";
    }
    if (std::any_of(text.begin(), text.end(), is_upper) &&
        std::any_of(text.begin(), text.end(), is_lower)) {
        return "mixed upper and lower case; use one of them throughout";
    }
    return std::nullopt;
}

}  // namespace

Result<Bech32> decode_bech32(std::string_view text) {
    if (text.size() > bech32_size_max) {
        return Unexpected{"too long: " + std::to_string(text.size()) + " characters, at most " +
                          std::to_string(bech32_size_max)};
    }
    if (const auto problem = character_problem(text)) {
        return Unexpected{*problem};
    }
    const std::size_t separator = text.rfind('1');
    if (separator == std::string_view::npos || separator == 0) {
        return Unexpected{std::string("no prefix before a separator '1'")};
    }
    if (text.size() - separator - 1 < bech32_checksum_size) {
        return Unexpected{std::string("too short: six checksum characters must follow the '1'")};
    }
    Bech32 decoded;
    std::transform(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(separator),
                   std::back_inserter(decoded.prefix), to_lower);
    for (std::size_t i = separator + 1; i < text.size(); ++i) {
        const auto value = five_bit_value(text[i]);
        if (!value) {
            return Unexpected{"character " + std::to_string(i + 1) +
                              " is not in the bech32 alphabet"};
        }
        decoded.values.push_back(*value);
    }
    const std::uint32_t checked = residue(decoded.prefix, decoded.values);
    const auto encoding = encoding_of(checked);
    if (!encoding) {
        const auto place = locate_error(checked, decoded.values.size());
        return Unexpected{
            place ? "bad checksum: character " + std::to_string(separator + *place + 2) +
                        " looks mistyped"
                  : std::string("bad checksum: several characters are mistyped or missing")};
    }
    decoded.encoding = *encoding;
    decoded.values.erase(decoded.values.end() - bech32_checksum_size, decoded.values.end());
    return decoded;
}

std::optional<std::uint8_t> five_bit_value(char character) noexcept {
    const std::size_t value = bech32_alphabet.find(to_lower(character));
    return value == std::string_view::npos ? std::nullopt
                                           : std::optional{static_cast<std::uint8_t>(value)};
}

std::optional<Bytes> bytes_of_five_bit_values(std::span<const std::uint8_t> values) {
    Bytes bytes;
    std::uint32_t pending = 0;
    unsigned pending_bits = 0;
    for (const std::uint8_t value : values) {
        pending = (pending << 5 | value) & 0xfff;
        pending_bits += 5;
        if (pending_bits >= 8) {
            pending_bits -= 8;
            bytes.push_back(static_cast<std::uint8_t>(pending >> pending_bits));
        }
    }
    const std::uint32_t padding = pending & ((1U << pending_bits) - 1);
    if (pending_bits >= 5 || padding != 0) {
        return std::nullopt;
    }
    return bytes;
}

}  // namespace sluice::protocol
