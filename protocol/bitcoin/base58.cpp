#include "protocol/bitcoin/base58.hpp"

#include "protocol/pow/hash256.hpp"

#include <algorithm>
#include <cstdint>
#include <string>

namespace sluice::protocol {
namespace {

/// Without 0, O, I and l, which look like others.
constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t checksum_size = 4;

/// number = number * 58 + digit, little-endian bytes.
void multiply_add(Bytes& number, std::size_t digit) {
    std::size_t carry = digit;
    for (std::uint8_t& byte : number) {
        carry += std::size_t{58} * byte;
        byte = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    if (carry != 0) {
        number.push_back(static_cast<std::uint8_t>(carry));
    }
}

}  // namespace

Result<Bytes> decode_base58check(std::string_view text) {
    if (text.size() > base58_size_max) {
        return Unexpected{"too long: " + std::to_string(text.size()) + " characters"};
    }
    Bytes number;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t digit = alphabet.find(text[i]);
        if (digit == std::string_view::npos) {
            return Unexpected{"character " + std::to_string(i + 1) +
                              " is not in the base58 alphabet"};
        }
        multiply_add(number, digit);
    }
    const std::size_t leading_zeros = std::min(text.find_first_not_of('1'), text.size());
    number.insert(number.end(), leading_zeros, 0);
    std::reverse(number.begin(), number.end());
    if (number.size() <= checksum_size) {
        return Unexpected{std::string("too short to hold data and a checksum")};
    }
    const auto data = ByteSpan{number}.first(number.size() - checksum_size);
    const Hash256 hash = sha256d(data);
    if (!std::equal(number.end() - checksum_size, number.end(), hash.bytes.begin())) {
        return Unexpected{std::string("bad checksum: a character is mistyped or missing")};
    }
    number.resize(data.size());
    return number;
}

}  // namespace sluice::protocol
