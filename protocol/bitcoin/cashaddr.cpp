#include "protocol/bitcoin/cashaddr.hpp"

#include "base/ascii.hpp"
#include "protocol/bitcoin/bech32.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::protocol {
namespace {

constexpr std::size_t cashaddr_checksum_size = 8;
/// Bytes of the hash by the three low bits of the type byte.
constexpr std::array<std::size_t, 8> hash_sizes{20, 24, 28, 32, 40, 48, 56, 64};

/// The checksum's BCH code over GF(32), one value at a time.
std::uint64_t cashaddr_polymod_step(std::uint64_t state, std::uint8_t value) {
    constexpr std::array<std::uint64_t, 5> generator{0x98'f2bc'8e61, 0x79'b76d'99e2, 0xf3'3e5f'b3c4,
                                                     0xae'2eab'e2a8, 0x1e'4f43'e470};
    const std::uint64_t top = state >> 35;
    state = (state & 0x07'ffff'ffff) << 5 ^ value;
    for (unsigned i = 0; i < generator.size(); ++i) {
        state ^= (top >> i & 1) != 0 ? generator[i] : 0;
    }
    return state;
}

bool has_good_cashaddr_checksum(std::string_view prefix, std::span<const std::uint8_t> values) {
    std::uint64_t state = 1;
    for (const char c : prefix) {
        state = cashaddr_polymod_step(state, static_cast<std::uint8_t>(c) & 31);
    }
    state = cashaddr_polymod_step(state, 0);
    for (const std::uint8_t value : values) {
        state = cashaddr_polymod_step(state, value);
    }
    return state == 1;
}

/// The bytes behind a good checksum, as type and hash.
Result<CashAddress> read_payload(std::string prefix, std::span<const std::uint8_t> values) {
    const auto payload = bytes_of_five_bit_values(values);
    if (!payload) {
        return Unexpected{
            std::string("the last character before the checksum has bits that must be zero")};
    }
    if (payload->empty()) {
        return Unexpected{std::string("nothing between the prefix and the checksum")};
    }
    const std::uint8_t type_byte = payload->front();
    const unsigned type = type_byte >> 3;
    if (type > 1) {  // the reserved top bit included
        return Unexpected{"address type " + std::to_string(type) +
                          " is not known; 0 pays to a key, 1 to a script"};
    }
    const std::size_t expected = hash_sizes[type_byte & 7];
    if (payload->size() - 1 != expected) {
        return Unexpected{"a hash of " + std::to_string(payload->size() - 1) +
                          " bytes; its type byte says " + std::to_string(expected)};
    }
    return CashAddress{std::move(prefix), static_cast<CashAddressType>(type),
                       Bytes(payload->begin() + 1, payload->end())};
}

}  // namespace

Result<CashAddress> decode_cashaddr(std::string_view text, std::string_view default_prefix) {
    if (text.size() > cashaddr_size_max) {
        return Unexpected{"too long: " + std::to_string(text.size()) + " characters, at most " +
                          std::to_string(cashaddr_size_max)};
    }
    if (std::any_of(text.begin(), text.end(), is_upper) &&
        std::any_of(text.begin(), text.end(), is_lower)) {
        return Unexpected{std::string("mixed upper and lower case; use one of them throughout")};
    }
    const std::size_t colon = text.rfind(':');
    const bool has_prefix = colon != std::string_view::npos;
    std::string prefix = lowered(has_prefix ? text.substr(0, colon) : default_prefix);
    if (prefix.empty() || !std::all_of(prefix.begin(), prefix.end(), is_lower)) {
        return Unexpected{std::string("no prefix of letters before the ':'")};
    }
    const std::size_t begin = has_prefix ? colon + 1 : 0;
    std::vector<std::uint8_t> values;
    for (std::size_t i = begin; i < text.size(); ++i) {
        const auto value = five_bit_value(text[i]);
        if (!value) {
            return Unexpected{"character " + std::to_string(i + 1) +
                              " is not in the cashaddr alphabet"};
        }
        values.push_back(*value);
    }
    if (values.size() < cashaddr_checksum_size) {
        return Unexpected{
            std::string("too short: eight checksum characters must follow the prefix")};
    }
    if (!has_good_cashaddr_checksum(prefix, values)) {
        return Unexpected{std::string("bad checksum: characters are mistyped or missing")};
    }
    return read_payload(std::move(prefix),
                        std::span{values}.first(values.size() - cashaddr_checksum_size));
}

}  // namespace sluice::protocol
