#pragma once
/// What the page shows of a block and of deployments, beside what the ledger and the source tell.
/// Pure functions, any thread.

#include "pool/base/deployment_status.hpp"
#include "pool/jobs/job.hpp"
#include "pool/ledger/records.hpp"
#include "pool/monitor/events.hpp"

#include <vector>

namespace sluice::pool {

[[nodiscard]] monitor::PoolBlock shown_block(const BlockRecord& record);

/// Which bits our own blocks signal, as `job` (may be null) tells, and those bits that the source
/// left out.
void add_our_signals(std::vector<DeploymentStatus>& deployments, const Job* job);

}  // namespace sluice::pool
