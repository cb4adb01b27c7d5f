#include "pool/monitor/monitor.hpp"

#include "pool/monitor/hashrate.hpp"
#include "pool/monitor/metrics_text.hpp"
#include "pool/monitor/recent_blocks.hpp"
#include "pool/monitor/sample_history.hpp"
#include "pool/monitor/share_totals.hpp"
#include "pool/monitor/tip_tracker.hpp"
#include "pool/monitor/worker_table.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <utility>

namespace sluice::pool {

using namespace monitor;

/// Above the mutex: lock-free. Below it: guarded by it.
struct Monitor::State {
    explicit State(PoolIdentity pool)
        : identity(std::move(pool)),
          history(identity.block_interval_target_s, identity.pool_is_network),
          ticked_ms(identity.started_ms) {
        history.push({.sums = {.time_ms = ticked_ms}});
    }

    /// Not for every millisecond by which the clocks drift: a label must not change while a client
    /// follows the series.
    void set_wall_clock(std::int64_t steady_ms, std::int64_t unix_ms) {
        constexpr std::int64_t step_ms = 1000;
        const std::int64_t offset_ms = unix_ms - steady_ms;
        if (std::abs(offset_ms - label_offset_ms) >= step_ms) {
            label_offset_ms = offset_ms;
        }
    }

    ShareTotals shares;
    std::atomic<std::int64_t> sessions{0};
    std::array<std::atomic<std::uint64_t>, refusal_count> refusals{};
    PoolHistograms histograms;

    mutable std::mutex mutex;
    PoolIdentity identity;
    SampleHistory history;
    std::int64_t ticked_ms;            ///< on the steady clock; see Monitor::tick
    std::int64_t label_offset_ms = 0;  ///< from there to the wall clock
    WorkerTable workers;
    RecentBlocks blocks;
    TipTracker tips;
    std::optional<PublishedJob> job;
    std::vector<UnknownVote> unknown_votes;
    SourceStatus source;
    WorkStatus work;
    LedgerStatus ledger;

    [[nodiscard]] NetworkView network() const {
        NetworkView view{.job = job};
        view.hashrate_hps =
            identity.pool_is_network ? history.hashrate(60).hashrate_hps : tips.hashrate_hps();
        view.difficulty_at_equilibrium =
            equilibrium_difficulty(view.hashrate_hps, identity.block_interval_target_s);
        return view;
    }
};

Monitor::Monitor(PoolIdentity identity) : state_(std::make_unique<State>(std::move(identity))) {}

Monitor::~Monitor() = default;

void Monitor::session_opened() noexcept {
    state_->sessions.fetch_add(1, std::memory_order_relaxed);
}

void Monitor::session_closed() noexcept {
    state_->sessions.fetch_sub(1, std::memory_order_relaxed);
}

std::shared_ptr<WorkerMeter> Monitor::worker(std::string_view name) {
    const std::lock_guard lock(state_->mutex);
    return state_->workers.meter(name, state_->ticked_ms);
}

void Monitor::share_accepted(WorkerMeter& worker, const AcceptedShare& share) noexcept {
    worker.add(share);
    state_->shares.add_accepted(share.hashes);
}

void Monitor::share_rejected(WorkerMeter& worker, RejectReason reason) noexcept {
    worker.add_rejected();
    state_->shares.add_rejected(reason);
}

void Monitor::share_rejected(RejectReason reason) noexcept { state_->shares.add_rejected(reason); }

void Monitor::refused(Refusal cause) noexcept {
    state_->refusals[static_cast<std::size_t>(cause)].fetch_add(1, std::memory_order_relaxed);
}

void Monitor::job_published(const PublishedJob& job) {
    const std::lock_guard lock(state_->mutex);
    state_->job = job;
    state_->tips.on_job(job);
}

void Monitor::job_broadcast(double seconds) {
    state_->histograms.job_broadcast_seconds.Observe(seconds);
}

void Monitor::block_found(PoolBlock block) {
    const double hashes_credited = state_->shares.read().hashes;
    const std::lock_guard lock(state_->mutex);
    state_->blocks.found(std::move(block), hashes_credited);
}

void Monitor::block_verdict(std::string_view hash, BlockStatus verdict, std::string_view reason) {
    const std::lock_guard lock(state_->mutex);
    state_->blocks.verdict(hash, verdict, reason);
}

void Monitor::restore_blocks(std::vector<PoolBlock> blocks, std::uint64_t found_before) {
    const std::lock_guard lock(state_->mutex);
    state_->blocks.restore(std::move(blocks), found_before);
}

void Monitor::restore_effort(double hashes_since_block) {
    const std::lock_guard lock(state_->mutex);
    state_->blocks.restore_effort(hashes_since_block);
}

void Monitor::restore_workers(const std::vector<WorkerRecord>& workers) {
    const std::lock_guard lock(state_->mutex);
    for (const WorkerRecord& worker : workers) {
        state_->workers.restore(worker, state_->ticked_ms);
    }
}

void Monitor::set_unknown_votes(std::vector<UnknownVote> votes) {
    const std::lock_guard lock(state_->mutex);
    state_->unknown_votes = std::move(votes);
}

void Monitor::set_source(SourceStatus source) {
    const std::lock_guard lock(state_->mutex);
    if (source.block_interval_s) {
        state_->identity.block_interval_target_s = *source.block_interval_s;
        state_->history.set_interval_target(*source.block_interval_s);
    }
    state_->source = std::move(source);
}

void Monitor::set_work(const WorkStatus& work) {
    const std::lock_guard lock(state_->mutex);
    state_->work = work;
}

void Monitor::set_stratum_port(std::uint16_t port) {
    const std::lock_guard lock(state_->mutex);
    state_->identity.stratum_port = port;
}

void Monitor::set_ledger(LedgerStatus ledger) {
    const std::lock_guard lock(state_->mutex);
    state_->ledger = std::move(ledger);
}

void Monitor::tick(std::int64_t steady_ms, std::int64_t unix_ms) {
    const ShareTotals::Reading shares = state_->shares.read();
    const std::lock_guard lock(state_->mutex);
    state_->set_wall_clock(steady_ms, unix_ms);
    if (steady_ms <= state_->ticked_ms) {
        return;
    }
    state_->ticked_ms = steady_ms;
    state_->history.push({
        .sums = {steady_ms, shares.hashes, shares.hashes_squared, shares.accepted},
        .rejected = shares.rejected,
        .network_difficulty = state_->job ? state_->job->network_difficulty : 0,
        .network_hashrate_hps = state_->tips.hashrate_hps(),
        .sessions = state_->sessions.load(std::memory_order_relaxed),
    });
    state_->workers.sample(steady_ms);
}

Status Monitor::status(std::int64_t now_ms) const {
    const ShareTotals::Reading shares = state_->shares.read();
    const std::lock_guard lock(state_->mutex);
    Status status{
        .now_ms = now_ms,
        .uptime_ms = state_->ticked_ms - state_->identity.started_ms,
        .identity = state_->identity,
        .sessions = state_->sessions.load(std::memory_order_relaxed),
        .shares = {shares.accepted, shares.rejected, shares.rejected_by, shares.hashes},
        .blocks =
            state_->blocks.counts(shares.hashes, state_->job ? state_->job->network_difficulty : 0),
        .network = state_->network(),
        .ledger = state_->ledger,
        .source = state_->source,
        .work = state_->work,
    };
    std::transform(state_->refusals.begin(), state_->refusals.end(), status.refusals.begin(),
                   [](const auto& count) { return count.load(std::memory_order_relaxed); });
    std::transform(hashrate_windows_s.begin(), hashrate_windows_s.end(), status.hashrates.begin(),
                   [&](int window_s) { return state_->history.hashrate(window_s); });
    return status;
}

History Monitor::history(HistoryRange range, double since_s) const {
    const std::lock_guard lock(state_->mutex);
    return state_->history.view(range, since_s, state_->label_offset_ms);
}

bool Monitor::tells_details() const noexcept { return state_->identity.tells_details; }

std::vector<BlockRow> Monitor::blocks(std::size_t limit) const {
    const std::lock_guard lock(state_->mutex);
    return state_->blocks.rows(limit);
}

WorkerTableView Monitor::workers(const WorkerQuery& query) const {
    std::vector<WorkerRow> rows;
    {
        const std::lock_guard lock(state_->mutex);
        rows = state_->workers.rows(state_->ticked_ms);
    }
    return table_of(std::move(rows),
                    query);  // shards and the block submitter need the lock meanwhile
}

std::vector<UnknownVote> Monitor::unknown_votes() const {
    const std::lock_guard lock(state_->mutex);
    return state_->unknown_votes;
}

std::string Monitor::metrics_text() const {
    const std::int64_t now_ms = [this] {
        const std::lock_guard lock(state_->mutex);
        return state_->ticked_ms + state_->label_offset_ms;
    }();
    return monitor::metrics_text(status(now_ms), state_->histograms);
}

}  // namespace sluice::pool
