#include "pool/app/summary.hpp"

#include <nlohmann/json.hpp>

namespace sluice::pool {

std::string summary_json(const Monitor& monitor, std::int64_t now_ms) {
    const monitor::Status status = monitor.status(now_ms);
    nlohmann::ordered_json deployments = nlohmann::ordered_json::object();
    for (const monitor::Deployment& deployment : monitor.deployments()) {
        deployments[deployment.name] = deployment.state;
    }
    const nlohmann::ordered_json summary{
        {"blocks",
         status.blocks.by_verdict[static_cast<std::size_t>(monitor::BlockVerdict::accepted)]},
        {"accepted_shares", status.shares.accepted},
        {"difficulty", status.network.job ? status.network.job->network_difficulty : 0.0},
        {"deployments", deployments}};
    return summary.dump();
}

std::string books_json(const LedgerTotals& totals) {
    const nlohmann::ordered_json books{{"shares", totals.shares},
                                       {"hashes", totals.hashes.str()},
                                       {"workers", totals.workers},
                                       {"blocks_accepted", totals.blocks_accepted},
                                       {"blocks_pending", totals.blocks_pending},
                                       {"blocks_rejected", totals.blocks_rejected},
                                       {"blocks_orphaned", totals.blocks_orphaned}};
    return books.dump();
}

}  // namespace sluice::pool
