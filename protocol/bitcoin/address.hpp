#pragma once
/// Addresses and the output scripts that they stand for: P2PKH and P2SH in base58check or cashaddr,
/// witness programs in bech32 (version 0, BIP173) and bech32m (1 to 16, BIP350). Which forms a
/// chain has is in its row (chain_params.hpp). Pure, any thread.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "protocol/bitcoin/chain_params.hpp"

#include <string_view>

namespace sluice::protocol {

/// The script of an output that pays the address. Error: text that says what is wrong and how the
/// chain's addresses begin.
[[nodiscard]] Result<Bytes> script_of_address(std::string_view address, const ChainParams& chain);

/// The same for an address of any chain of the table, as a node names who must be paid.
[[nodiscard]] Result<Bytes> script_of_any_address(std::string_view address);

}  // namespace sluice::protocol
