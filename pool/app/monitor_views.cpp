#include "pool/app/monitor_views.hpp"

#include <optional>

namespace sluice::pool {

monitor::PoolBlock shown_block(const BlockRecord& record) {
    return {.height = record.height,
            .hash = protocol::to_display_hex(record.hash),
            .time_ms = record.time_ms,
            .worker = record.worker,
            .network_difficulty = record.difficulty,
            .share_difficulty = protocol::difficulty_of({protocol::to_uint256(record.hash)}).value,
            .verdict = record.status,
            .reason = record.reason};
}

std::vector<monitor::PastWorker> past_workers(const std::vector<WorkerRecord>& workers) {
    std::vector<monitor::PastWorker> past;
    past.reserve(workers.size());
    for (const WorkerRecord& worker : workers) {
        past.push_back({.name = worker.name,
                        .accepted = static_cast<std::uint64_t>(worker.shares),
                        .difficulty = worker.last_difficulty,
                        .best_share = worker.best_share,
                        .last_share_ms = worker.last_credit_ms});
    }
    return past;
}

monitor::LedgerHealth shown_ledger(const LedgerStatus& status) {
    return {.healthy = status.healthy,
            .error = status.error,
            .shares_waiting = status.queued,
            .shares_committed = status.credits_committed,
            .commits = status.commits,
            .commit_failures = status.commit_failures,
            .commit_seconds = status.commit_seconds};
}

monitor::SourceHealth shown_source(const SourceStatus& status) {
    return {.connected = status.connected, .name = status.chain, .detail = status.detail};
}

std::vector<monitor::Deployment> shown_deployments(const SourceStatus& status, const Job* job) {
    std::vector<monitor::Deployment> shown;
    for (const DeploymentStatus& deployment : status.deployments) {
        std::optional<int> bit = deployment.bit;
        if (!bit && job != nullptr) {
            // Nodes leave the bit out while it is locked in; the template has it until the end.
            const auto& pending = job->block_template->vb_available;
            if (const auto at = pending.find(deployment.name); at != pending.end()) {
                bit = at->second;
            }
        }
        shown.push_back(
            {.name = deployment.name,
             .bit = bit,
             .state = deployment.state,
             .since = deployment.since,
             .period = deployment.period,
             .threshold = deployment.threshold,
             .elapsed = deployment.elapsed,
             .count = deployment.count,
             .signalled_by_us = bit && job != nullptr && (job->version >> *bit & 1U) != 0});
    }
    return shown;
}

}  // namespace sluice::pool
