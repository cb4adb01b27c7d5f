#pragma once
/// What a node's getblockchaininfo, getdeploymentinfo, getrpcinfo, submitblock and getblockheader
/// answers mean, over the shapes that Bitcoin Core has used since 0.13 and bcoin uses. Pure, any
/// thread.

#include "base/result.hpp"
#include "pool/source/template_source.hpp"
#include "protocol/pow/hash256.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// Deployments of one answer that are read; 29 version bits exist, and old ones may share them.
inline constexpr std::size_t deployments_read_max = 64;

struct ChainInfo {
    std::string chain;        ///< as the node calls it: "main", "test", "testnet4", ...
    std::int64_t blocks = 0;  ///< height of its best block
    /// Version-bits deployments, sorted by name. Buried ones are left out, they are history.
    std::vector<DeploymentStatus> deployments;
    /// False when the answer has no such member: Core 24 and later need getdeploymentinfo.
    bool lists_deployments = false;

    bool operator==(const ChainInfo&) const = default;
};

/// Error: text that names the member and what is wrong with it.
[[nodiscard]] Result<ChainInfo> decode_chain_info(const nlohmann::json& result);

/// Of getdeploymentinfo. An answer of another shape gives none.
[[nodiscard]] std::vector<DeploymentStatus> decode_deployment_info(const nlohmann::json& result);

/// Of getrpcinfo (Bitcoin Core since 0.18): the getblocktemplate calls that the node is working on,
/// longpolls whose callers have gone included. Empty when the answer does not list the getrpcinfo
/// call itself: then it tells nothing about the others either.
[[nodiscard]] std::optional<std::size_t> decode_running_templates(const nlohmann::json& result);

/// Of getblockhash.
[[nodiscard]] std::optional<protocol::Hash256> decode_block_hash(const nlohmann::json& result);

/// Whether the node's chain may be the one that the operator named
/// (protocol/bitcoin/chain_params.hpp).
[[nodiscard]] bool is_same_chain(std::string_view node_chain, std::string_view network) noexcept;

/// Of submitblock (BIP22): null accepts, text says why not. bcoin writes "rejected: " before the
/// reason. Undecided: the node has the block or cannot place it yet, and getblockheader tells more;
/// or the answer is neither null nor text.
[[nodiscard]] BlockVerdict decode_verdict(const nlohmann::json& result);

/// Of getblockheader: by its confirmations, which are -1 off the best chain. Undecided without
/// them.
[[nodiscard]] BlockStatus decode_standing(const nlohmann::json& result);

}  // namespace sluice::pool
