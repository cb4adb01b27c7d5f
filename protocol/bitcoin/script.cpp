#include "protocol/bitcoin/script.hpp"

#include <cassert>

namespace sluice::protocol {
namespace {

constexpr std::uint8_t op_0 = 0x00;
constexpr std::uint8_t op_pushdata1 = 0x4c;
constexpr std::uint8_t op_pushdata2 = 0x4d;
constexpr std::uint8_t op_1 = 0x51;
constexpr std::uint8_t op_16 = 0x60;
constexpr std::uint8_t op_dup = 0x76;
constexpr std::uint8_t op_equal = 0x87;
constexpr std::uint8_t op_equalverify = 0x88;
constexpr std::uint8_t op_hash160 = 0xa9;
constexpr std::uint8_t op_checksig = 0xac;

/// OP_0, OP_1 ... OP_16.
std::uint8_t small_number(std::int64_t number) {
    assert(number >= 0 && number <= 16);
    return number == 0 ? op_0 : static_cast<std::uint8_t>(op_1 + number - 1);
}

}  // namespace

void append_push(Bytes& script, ByteSpan data) {
    assert(data.size() <= script_push_size_max);
    if (data.size() >= op_pushdata1) {
        const bool one_byte = data.size() <= 0xff;
        script.push_back(one_byte ? op_pushdata1 : op_pushdata2);
        if (one_byte) {
            append_le(script, static_cast<std::uint8_t>(data.size()));
        } else {
            append_le(script, static_cast<std::uint16_t>(data.size()));
        }
    } else {
        script.push_back(static_cast<std::uint8_t>(data.size()));
    }
    append(script, data);
}

void append_push_number(Bytes& script, std::int64_t number) {
    assert(number >= 0);
    if (number <= 16) {
        script.push_back(small_number(number));
        return;
    }
    Bytes digits;
    for (auto rest = static_cast<std::uint64_t>(number); rest != 0; rest >>= 8) {
        digits.push_back(static_cast<std::uint8_t>(rest));
    }
    if ((digits.back() & 0x80) != 0) {
        digits.push_back(0);  // the top bit of the last byte is the sign
    }
    append_push(script, digits);
}

Bytes pay_to_pubkey_hash(ByteSpan hash) {
    Bytes script{op_dup, op_hash160};
    append_push(script, hash);
    script.insert(script.end(), {op_equalverify, op_checksig});
    return script;
}

Bytes pay_to_script_hash(ByteSpan hash) {
    Bytes script{op_hash160};
    append_push(script, hash);
    script.push_back(op_equal);
    return script;
}

Bytes pay_to_witness(int version, ByteSpan program) {
    Bytes script{small_number(version)};
    append_push(script, program);
    return script;
}

bool is_witness_output(ByteSpan script) noexcept {
    constexpr std::size_t program_size_min = 2;
    constexpr std::size_t program_size_max = 40;
    if (script.size() < 2 + program_size_min || script.size() > 2 + program_size_max) {
        return false;
    }
    const bool has_version = script[0] == op_0 || (script[0] >= op_1 && script[0] <= op_16);
    return has_version && script[1] == script.size() - 2;
}

}  // namespace sluice::protocol
