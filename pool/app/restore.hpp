#pragma once
/// What the page shows of earlier runs, from the ledger. Control thread.

#include "pool/app/block_watch.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/monitor/monitor.hpp"

namespace sluice::pool {

/// The page goes on where the last run ended: its newest blocks, which the watch follows on, the
/// work since the newest one, and each worker's last figures. What cannot be read is logged and
/// left out.
void restore_earlier_runs(const Ledger& ledger, Monitor& monitor, BlockWatch& watch);

}  // namespace sluice::pool
