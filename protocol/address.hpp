#pragma once
/// Addresses of Bitcoin's four networks and the output scripts that they stand for: P2PKH and P2SH
/// in base58check, witness programs in bech32 (version 0, BIP173) and bech32m (1 to 16, BIP350).
/// Test and signet share every prefix; regtest shares their base58 ones. Pure, any thread.

#include "protocol/bytes.hpp"
#include "protocol/result.hpp"

#include <optional>
#include <string_view>

namespace sluice::protocol {

enum class Network { main, test, signet, regtest };

/// "main", "test", "signet" or "regtest".
[[nodiscard]] std::string_view name_of(Network network) noexcept;
[[nodiscard]] std::optional<Network> network_named(std::string_view name) noexcept;

/// The script of an output that pays the address. Error: text that says what is wrong and how the
/// network's addresses begin.
[[nodiscard]] Result<Bytes> script_of_address(std::string_view address, Network network);

}  // namespace sluice::protocol
