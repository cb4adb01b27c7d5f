#pragma once
/// Asks a node for what its own headers tell (header_check.hpp). Lives on the client's thread.

#include "base/result.hpp"
#include "protocol/bitcoin/block_header.hpp"
#include "protocol/node_rpc/rpc_client.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool {

/// A node that lacks one of the methods leaves the member empty.
struct ChainFacts {
    std::vector<protocol::BlockHeader> newest;  ///< above block 0, at most headers_checked_max
    std::optional<double> spacing_s;            ///< wanted or measured
};

/// `genesis` is its block 0 in display hex, empty when it does not say; `blocks` the height of its
/// best block. Error: the node could not be asked. `rpc` must outlive the call.
[[nodiscard]] boost::asio::awaitable<Result<ChainFacts>> read_chain_facts(protocol::RpcClient& rpc,
                                                                          std::string network,
                                                                          std::string genesis,
                                                                          std::int64_t blocks);

}  // namespace sluice::pool
