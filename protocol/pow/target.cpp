#include "protocol/pow/target.hpp"

#include <cassert>
#include <cmath>

namespace sluice::protocol {
namespace {

using boost::multiprecision::uint512_t;

constexpr std::uint32_t sign_bit = 0x0080'0000;
constexpr std::uint32_t mantissa_mask = 0x007f'ffff;

}  // namespace

UInt256 to_uint256(const Hash256& hash) {
    UInt256 value;
    for (std::size_t word = 4; word-- > 0;) {
        value <<= 64;
        value |= load_le64(hash.bytes.data() + 8 * word);
    }
    return value;
}

Hash256 to_hash256(const UInt256& value) {
    Hash256 hash;
    UInt256 rest = value;
    for (std::size_t word = 0; word < 4; ++word) {
        store_le64(hash.bytes.data() + 8 * word,
                   static_cast<std::uint64_t>(rest & ~std::uint64_t{0}));
        rest >>= 64;
    }
    return hash;
}

const Target& difficulty_1_target() {
    static const Target target{UInt256{0xffff} << 208};
    return target;
}

CompactTarget decode_compact(std::uint32_t bits) {
    const unsigned size = bits >> 24;
    const std::uint32_t mantissa = bits & mantissa_mask;
    CompactTarget decoded;
    if (size <= 3) {
        const std::uint32_t word = mantissa >> 8 * (3 - size);
        decoded.target.value = word;
        decoded.negative = word != 0 && (bits & sign_bit) != 0;
        return decoded;
    }
    decoded.target.value = UInt256{mantissa} << 8 * (size - 3);
    decoded.negative = mantissa != 0 && (bits & sign_bit) != 0;
    decoded.overflowed = mantissa != 0 && (size > 34 || (mantissa > 0xff && size > 33) ||
                                           (mantissa > 0xffff && size > 32));
    return decoded;
}

std::uint32_t encode_compact(const Target& target) {
    if (target.value == 0) {
        return 0;
    }
    auto size = static_cast<unsigned>(boost::multiprecision::msb(target.value) / 8 + 1);
    std::uint32_t mantissa = size <= 3 ? static_cast<std::uint32_t>(target.value) << 8 * (3 - size)
                                       : static_cast<std::uint32_t>(target.value >> 8 * (size - 3));
    if ((mantissa & sign_bit) != 0) {
        mantissa >>= 8;
        ++size;
    }
    return mantissa | size << 24;
}

bool meets(const Hash256& hash, const Target& target) { return to_uint256(hash) <= target.value; }

UInt256 work_of(const Target& target) {
    // 2^256 does not fit, so: 2^256 / (t+1) = (2^256 - (t+1)) / (t+1) + 1 = ~t / (t+1) + 1.
    const UInt256 divisor = target.value + 1;
    return divisor == 0 ? UInt256{1} : UInt256{~target.value / divisor + 1};
}

Difficulty difficulty_of(const Target& target) {
    return {difficulty_1_target().value.convert_to<double>() / target.value.convert_to<double>()};
}

Target share_target(Difficulty difficulty, std::uint64_t unit) {
    assert(std::isfinite(difficulty.value) && difficulty.value > 0);
    // A double is mantissa * 2^exponent with a 53-bit integer mantissa, so the division can be done
    // in integers.
    int exponent = 0;
    const double fraction = std::frexp(difficulty.value, &exponent);
    const auto mantissa = static_cast<std::uint64_t>(std::ldexp(fraction, 53));
    exponent -= 53;
    const UInt256 limit = ~UInt256{0};
    uint512_t numerator = uint512_t{difficulty_1_target().value} * unit;
    uint512_t quotient;
    if (exponent <= 0) {
        if (-exponent >
            220) {  // further would shift out of 512 bits; the target is capped long before
            return {limit};
        }
        quotient = (numerator << static_cast<unsigned>(-exponent)) / mantissa;
    } else {
        quotient = numerator / mantissa >> static_cast<unsigned>(exponent);
    }
    return {quotient > limit ? limit : quotient.convert_to<UInt256>()};
}

}  // namespace sluice::protocol
