#pragma once
/// What the ledger and the template source know, in the Monitor's plain values. Pure functions, any
/// thread.

#include "pool/jobs/job.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/monitor/events.hpp"
#include "pool/source/template_source.hpp"

#include <vector>

namespace sluice::pool {

[[nodiscard]] monitor::PoolBlock shown_block(const BlockRecord& record);
[[nodiscard]] std::vector<monitor::PastWorker> past_workers(
    const std::vector<WorkerRecord>& workers);
[[nodiscard]] monitor::LedgerHealth shown_ledger(const LedgerStatus& status);
[[nodiscard]] monitor::SourceHealth shown_source(const SourceStatus& status);
/// `job` (may be null) tells which bits our own blocks signal.
[[nodiscard]] std::vector<monitor::Deployment> shown_deployments(const SourceStatus& status,
                                                                 const Job* job);

}  // namespace sluice::pool
