#pragma once
/// The Monitor's views as JSON, the body of /api/v1/... Names and units: docs/http-api.md. Numbers
/// that are not known are null; text that is not UTF-8 gets replacement characters. Pure functions,
/// any thread.

#include "pool/monitor/snapshot.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// Without `identity.tells_details` a general sentence stands for the words of source and disk.
[[nodiscard]] std::string status_json(const monitor::Status& status);
[[nodiscard]] std::string history_json(const monitor::History& history);
/// `details`: with the source's words on blocks that it refused or has not decided yet.
[[nodiscard]] std::string blocks_json(const std::vector<monitor::BlockRow>& rows, bool details);
[[nodiscard]] std::string workers_json(const monitor::WorkerTableView& view);
[[nodiscard]] std::string deployments_json(const std::vector<DeploymentStatus>& deployments,
                                           const std::vector<monitor::UnknownVote>& unknown_votes);
/// {"blocks":…,"accepted_shares":…,"difficulty":…,"deployments":{"name":"active",…}}: one line for
/// scripts; accepted blocks, earlier runs included, and this run's shares.
[[nodiscard]] std::string summary_json(const monitor::Status& status);
[[nodiscard]] std::string error_json(std::string_view message);

}  // namespace sluice::pool
