#pragma once
/// Finds the votes of [votes] that count for nothing: a misspelt name leaves the deployment that
/// was meant to the default, which signals for it. Pure, any thread.

#include "pool/base/deployment_status.hpp"
#include "pool/monitor/events.hpp"
#include "protocol/bitcoin/block_template.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::pool {

/// Names listed in a hint; a node has a handful, and the log line stays a line.
inline constexpr std::size_t hint_names_max = 8;

/// Votes on names that neither the template (pending or active) nor the source's list knows, in
/// the order of their names. A vote on a deployment that is decided already is none of them.
[[nodiscard]] std::vector<monitor::UnknownVote> unknown_votes(
    const std::map<std::string, bool>& votes, const protocol::BlockTemplate& block_template,
    const std::vector<DeploymentStatus>& deployments);

/// What the operator is told of one: "vote against taprot has no effect: did you mean 'taproot'?".
[[nodiscard]] std::string message(const monitor::UnknownVote& vote);

}  // namespace sluice::pool
