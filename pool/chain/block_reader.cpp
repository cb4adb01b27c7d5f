#include "pool/chain/block_reader.hpp"

#include "protocol/bitcoin/coinbase.hpp"

#include <algorithm>

namespace sluice::pool {
namespace {

/// Takes fields off the front; after a field that is not there, ok() is false and all else is zero.
class Reader {
public:
    explicit Reader(ByteSpan bytes) : rest_(bytes) {}

    [[nodiscard]] bool ok() const noexcept { return ok_; }
    [[nodiscard]] ByteSpan rest() const noexcept { return rest_; }

    ByteSpan take(std::uint64_t size) {
        if (size > rest_.size()) {
            ok_ = false;
            rest_ = {};
            return {};
        }
        const ByteSpan taken = rest_.first(static_cast<std::size_t>(size));
        rest_ = rest_.subspan(taken.size());
        return taken;
    }

    template <class T>
    T take_le() {
        const ByteSpan bytes = take(sizeof(T));
        return bytes.empty() ? T{} : load_le<T>(bytes.data());
    }

    std::uint64_t take_compact_size() {
        const auto first = take_le<std::uint8_t>();
        switch (first) {
            case 0xfd:
                return take_le<std::uint16_t>();
            case 0xfe:
                return take_le<std::uint32_t>();
            case 0xff:
                return take_le<std::uint64_t>();
            default:
                return first;
        }
    }

private:
    ByteSpan rest_;
    bool ok_ = true;
};

bool is_null_outpoint(ByteSpan outpoint) {
    return outpoint.size() == 36 &&
           std::all_of(outpoint.begin(), outpoint.begin() + 32, [](auto b) { return b == 0; }) &&
           load_le32(outpoint.data() + 32) == 0xffff'ffff;
}

/// Sum of the outputs' values, or the reject reason; the reader stands before the output count.
Result<std::int64_t, std::string_view> read_outputs(Reader& reader) {
    std::int64_t total = 0;
    for (std::uint64_t left = reader.take_compact_size(); left > 0 && reader.ok(); --left) {
        const auto value = reader.take_le<std::int64_t>();
        reader.take(reader.take_compact_size());
        if (value < 0) {
            return Unexpected{"bad-txns-vout-negative"};
        }
        if (value > INT64_MAX - total) {
            return Unexpected{"bad-txns-txouttotal-toolarge"};
        }
        total += value;
    }
    return total;
}

/// Reads one transaction that fills `bytes` into the coinbase members of `block`.
Result<void, std::string_view> read_coinbase(ByteSpan bytes, DecodedBlock& block) {
    Reader reader(bytes);
    reader.take_le<std::uint32_t>();  // version
    if (reader.rest().size() >= 2 && reader.rest()[0] == 0 && reader.rest()[1] == 1) {
        return Unexpected{"unexpected-witness"};  // marker and flag of BIP144
    }
    const std::uint64_t inputs = reader.take_compact_size();
    if (!reader.ok() || inputs != 1 || !is_null_outpoint(reader.take(36))) {
        return Unexpected{reader.ok() ? "bad-cb-missing" : "bad-blk-decode"};
    }
    const ByteSpan script = reader.take(reader.take_compact_size());
    block.coinbase_sequence = reader.take_le<std::uint32_t>();
    const auto value = read_outputs(reader);
    if (!value) {
        return Unexpected{value.error()};
    }
    block.coinbase_lock_time = reader.take_le<std::uint32_t>();
    if (!reader.ok() || !reader.rest().empty()) {
        return Unexpected{"bad-blk-decode"};
    }
    if (script.size() < protocol::coinbase_script_size_min ||
        script.size() > protocol::coinbase_script_size_max) {
        return Unexpected{"bad-cb-length"};
    }
    block.coinbase.assign(bytes.begin(), bytes.end());
    block.coinbase_id = protocol::sha256d(bytes);
    block.coinbase_script.assign(script.begin(), script.end());
    block.value = *value;
    return {};
}

}  // namespace

bool is_locked_to_height(const DecodedBlock& block, std::int64_t height) noexcept {
    constexpr std::uint32_t sequence_final = 0xffff'ffff;
    return block.coinbase_lock_time == height - 1 && block.coinbase_sequence != sequence_final;
}

Result<DecodedBlock, std::string_view> decode_block(ByteSpan block) {
    if (block.size() > block_size_max) {
        return Unexpected{"bad-blk-length"};
    }
    Reader reader(block);
    const ByteSpan header = reader.take(protocol::block_header_size);
    const std::uint64_t transactions = reader.take_compact_size();
    if (!reader.ok()) {
        return Unexpected{"bad-blk-decode"};
    }
    if (transactions != 1) {
        return Unexpected{transactions == 0 ? "bad-cb-missing" : "bad-txns"};
    }
    DecodedBlock decoded;
    decoded.header = protocol::parse_header(header.first<protocol::block_header_size>());
    if (const auto read = read_coinbase(reader.rest(), decoded); !read) {
        return Unexpected{read.error()};
    }
    return decoded;
}

}  // namespace sluice::pool
