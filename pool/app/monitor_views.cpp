#include "pool/app/monitor_views.hpp"

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

void add_our_signals(std::vector<DeploymentStatus>& deployments, const Job* job) {
    if (job == nullptr) {
        return;
    }
    // Nodes leave the bit out while it is locked in; the template has it until the end.
    const auto& pending = job->block_template->vb_available;
    for (DeploymentStatus& deployment : deployments) {
        if (const auto at = pending.find(deployment.name); !deployment.bit && at != pending.end()) {
            deployment.bit = at->second;
        }
        deployment.signalled_by_us = deployment.bit && (job->version >> *deployment.bit & 1U) != 0;
    }
}

}  // namespace sluice::pool
