#include "protocol/bitcoin/coinbase.hpp"

#include "protocol/bitcoin/script.hpp"
#include "protocol/pow/hash256.hpp"

#include <array>
#include <cassert>

namespace sluice::protocol {
namespace {

constexpr std::uint32_t transaction_version = 2;
/// DIP2 puts a type into the version's upper half; 5 is the coinbase (DIP4).
constexpr std::uint32_t payload_transaction_version = 3 | 5U << 16;
constexpr std::uint32_t sequence_not_final = 0xffff'fffe;
constexpr std::uint32_t no_output_index = 0xffff'ffff;
constexpr std::size_t push_byte_max = 75;  // a longer push needs an opcode and a length
constexpr std::size_t version_size = 4;
constexpr std::size_t lock_time_size = 4;
constexpr std::array<std::uint8_t, 32> witness_reserved_value{};  // BIP141

/// BIP54: the height before, so that a block may hold it and no two coinbases are the same.
std::uint32_t lock_time_of(std::int64_t height) {
    return height == 0 ? 0 : static_cast<std::uint32_t>(height - 1);
}

/// scriptSig up to the extranonces.
Bytes script_before_extranonce(const CoinbaseSpec& spec) {
    Bytes script;
    append_push_number(script, spec.height);
    append(script, spec.aux);
    if (!spec.tag.empty()) {
        append_push(script,
                    {reinterpret_cast<const std::uint8_t*>(spec.tag.data()), spec.tag.size()});
    }
    script.push_back(static_cast<std::uint8_t>(spec.work_id.size() + spec.extranonce_size));
    append(script, spec.work_id);
    return script;
}

void append_output(Bytes& out, std::int64_t value, ByteSpan script) {
    append_le(out, value);
    append_compact_size(out, script.size());
    append(out, script);
}

std::string oversized_script(const CoinbaseSpec& spec, std::size_t size) {
    return "coinbase scriptSig of " + std::to_string(size) + " bytes, consensus allows " +
           std::to_string(coinbase_script_size_max) + ": tag " + std::to_string(spec.tag.size()) +
           ", coinbaseaux " + std::to_string(spec.aux.size()) + ", work id " +
           std::to_string(spec.work_id.size()) + ", extranonces " +
           std::to_string(spec.extranonce_size) + " bytes; shorten the tag";
}

}  // namespace

Result<CoinbaseParts> build_coinbase(const CoinbaseSpec& spec) {
    if (spec.height < 0) {
        return Unexpected{"coinbase height " + std::to_string(spec.height) + " is negative"};
    }
    if (!spec.payload.empty() && spec.witness_commitment) {
        return Unexpected{
            std::string("a coinbase has a payload or a witness commitment, not both")};
    }
    if (spec.tag.size() > coinbase_tag_size_max) {
        return Unexpected{"coinbase tag of " + std::to_string(spec.tag.size()) +
                          " bytes, at most " + std::to_string(coinbase_tag_size_max)};
    }
    if (spec.extranonce_size == 0 || spec.extranonce_size > extranonce_size_max) {
        return Unexpected{"extranonces of " + std::to_string(spec.extranonce_size) +
                          " bytes together; 1 to " + std::to_string(extranonce_size_max) +
                          " are possible"};
    }
    assert(spec.work_id.size() + spec.extranonce_size <= push_byte_max);
    const Bytes script = script_before_extranonce(spec);
    const std::size_t script_size = script.size() + spec.extranonce_size;
    if (script_size > coinbase_script_size_max) {
        return Unexpected{oversized_script(spec, script_size)};
    }
    static_assert(coinbase_script_size_max < 0xfd, "its compact size is one byte");
    assert(script_size >= coinbase_script_size_min);  // height, push opcode, extranonce

    CoinbaseParts parts;
    append_le(parts.coinb1,
              spec.payload.empty() ? transaction_version : payload_transaction_version);
    append_compact_size(parts.coinb1, 1);
    append(parts.coinb1, Hash256{}.bytes);
    append_le(parts.coinb1, no_output_index);
    append_compact_size(parts.coinb1, script_size);
    append(parts.coinb1, script);

    append_le(parts.coinb2, sequence_not_final);
    append_compact_size(parts.coinb2, spec.outputs.size() + (spec.witness_commitment ? 1 : 0));
    for (const CoinbaseOutput& output : spec.outputs) {
        append_output(parts.coinb2, output.value, output.script);
    }
    if (spec.witness_commitment) {
        append_output(parts.coinb2, 0, *spec.witness_commitment);
    }
    append_le(parts.coinb2, lock_time_of(spec.height));
    if (!spec.payload.empty()) {
        append_compact_size(parts.coinb2, spec.payload.size());
        append(parts.coinb2, spec.payload);
    }
    return parts;
}

Bytes join_coinbase(ByteSpan coinb1, ByteSpan extranonce1, ByteSpan extranonce2, ByteSpan coinb2) {
    Bytes coinbase;
    coinbase.reserve(coinb1.size() + extranonce1.size() + extranonce2.size() + coinb2.size());
    for (const ByteSpan part : {coinb1, extranonce1, extranonce2, coinb2}) {
        append(coinbase, part);
    }
    return coinbase;
}

Bytes add_coinbase_witness(ByteSpan stripped) {
    assert(stripped.size() > version_size + lock_time_size);
    Bytes full;
    full.reserve(stripped.size() + 2 + 2 + witness_reserved_value.size());
    append(full, stripped.first(version_size));
    append(full, std::array<std::uint8_t, 2>{0x00, 0x01});  // marker and flag (BIP144)
    append(full, stripped.subspan(version_size, stripped.size() - version_size - lock_time_size));
    append_compact_size(full, 1);
    append_compact_size(full, witness_reserved_value.size());
    append(full, witness_reserved_value);
    append(full, stripped.last(lock_time_size));
    return full;
}

}  // namespace sluice::protocol
