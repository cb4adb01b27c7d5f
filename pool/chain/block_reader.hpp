#pragma once
/// Reads a serialised block as far as the embedded chain needs it: the header, a transaction count
/// of one, and the coinbase without witness. Formats: developer reference, "Serialized Blocks" and
/// "Raw Transaction Format". Pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/pow/hash256.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace sluice::pool {

/// Coinbases for firmware stay below 16 KB; this also bounds what a row of the chain may hold.
inline constexpr std::size_t block_size_max = 100'000;

struct DecodedBlock {
    protocol::BlockHeader header;
    Bytes coinbase;  ///< the whole transaction
    protocol::Hash256 coinbase_id;
    Bytes coinbase_script;  ///< scriptSig: height, tag, extranonce
    std::uint32_t coinbase_sequence = 0;
    std::uint32_t coinbase_lock_time = 0;
    std::int64_t value = 0;  ///< sum of the outputs, smallest units
};

/// BIP54: whether the coinbase is locked to the height before and its sequence lets that count.
[[nodiscard]] bool is_locked_to_height(const DecodedBlock& block, std::int64_t height) noexcept;

/// The error is a reject reason: bad-blk-length, bad-blk-decode, bad-txns (other transactions than
/// the coinbase), unexpected-witness, bad-cb-missing, bad-cb-length, bad-txns-vout-negative or
/// bad-txns-txouttotal-toolarge.
[[nodiscard]] Result<DecodedBlock, std::string_view> decode_block(ByteSpan block);

}  // namespace sluice::pool
