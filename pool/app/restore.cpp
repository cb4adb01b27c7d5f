#include "pool/app/restore.hpp"

#include "pool/app/monitor_views.hpp"
#include "pool/base/log_quote.hpp"

#include <spdlog/spdlog.h>

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace sluice::pool {
namespace {

constexpr std::size_t blocks_restored_max = 200;
/// Half of the worker table: newcomers find room without any of them being forgotten.
constexpr std::size_t workers_restored_max = 5'000;

void restore_blocks(const Ledger& ledger, Monitor& monitor, BlockWatch& watch) {
    const auto totals = ledger.totals();
    const auto known = ledger.blocks(blocks_restored_max);
    if (!totals || !known) {
        spdlog::warn("earlier blocks not shown error={}",
                     log_quote(!totals ? totals.error() : known.error()));
        return;
    }
    std::vector<monitor::PoolBlock> shown;
    for (auto block = known->rbegin(); block != known->rend(); ++block) {
        shown.push_back(shown_block(*block));
        watch.follow(*block);
    }
    monitor.restore_blocks(std::move(shown), static_cast<std::uint64_t>(found_blocks(*totals)));
}

}  // namespace

void restore_earlier_runs(const Ledger& ledger, Monitor& monitor, BlockWatch& watch) {
    restore_blocks(ledger, monitor, watch);
    monitor.restore_effort(ledger.hashes_since_block().value_or(0));
    const auto known = ledger.workers(workers_restored_max);
    if (!known) {
        spdlog::warn("earlier workers not shown error={}", log_quote(known.error()));
        return;
    }
    monitor.restore_workers(*known);
}

}  // namespace sluice::pool
