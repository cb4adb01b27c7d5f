#pragma once
/// Puts a whole block together for submitblock: header, transaction count, coinbase, the template's
/// transactions, and Litecoin's extension block when there is one. Pure, any thread.

#include "base/bytes.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/bitcoin/block_template.hpp"

namespace sluice::protocol {

/// `coinbase` comes without witness; it gets one when the template has a witness commitment and
/// segwit is active (BIP141: a node refuses witness data before that). An extension block follows
/// the transactions as byte 01 and the template's `mweb` bytes (Litecoin LIP-0003).
[[nodiscard]] Bytes assemble_block(const BlockHeader& header, ByteSpan coinbase,
                                   const BlockTemplate& block_template);

}  // namespace sluice::protocol
