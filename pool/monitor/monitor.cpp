#include "pool/monitor/monitor.hpp"

#include "pool/monitor/hashrate.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace sluice::pool {

using namespace monitor;

Monitor::Monitor(PoolIdentity identity)
    : identity_(std::move(identity)),
      history_(identity_.block_interval_target_s, identity_.pool_is_network),
      ticked_ms_(identity_.started_ms) {
    history_.push({.sums = {.time_ms = ticked_ms_}});
}

/// Not for every millisecond by which the clocks drift: a label must not change while a client
/// follows the series.
void Monitor::set_wall_clock(std::int64_t steady_ms, std::int64_t unix_ms) {
    constexpr std::int64_t step_ms = 1000;
    const std::int64_t offset_ms = unix_ms - steady_ms;
    if (std::abs(offset_ms - label_offset_ms_) >= step_ms) {
        label_offset_ms_ = offset_ms;
    }
}

NetworkView Monitor::network() const {
    NetworkView view{.job = job_};
    view.hashrate_hps =
        identity_.pool_is_network ? history_.hashrate(60).hashrate_hps : tips_.hashrate_hps();
    view.difficulty_at_equilibrium =
        equilibrium_difficulty(view.hashrate_hps, identity_.block_interval_target_s);
    return view;
}

void Monitor::session_opened() noexcept { sessions_.fetch_add(1, std::memory_order_relaxed); }

void Monitor::session_closed() noexcept { sessions_.fetch_sub(1, std::memory_order_relaxed); }

std::shared_ptr<WorkerMeter> Monitor::worker(std::string_view name) {
    const std::lock_guard lock(mutex_);
    return workers_.meter(name, ticked_ms_);
}

void Monitor::share_accepted(WorkerMeter& worker, const AcceptedShare& share) noexcept {
    worker.add(share);
    shares_.add_accepted(share.hashes);
}

void Monitor::share_rejected(WorkerMeter& worker, RejectReason reason) noexcept {
    worker.add_rejected();
    shares_.add_rejected(reason);
}

void Monitor::share_rejected(RejectReason reason) noexcept { shares_.add_rejected(reason); }

void Monitor::refused(Refusal cause) noexcept {
    refusals_[static_cast<std::size_t>(cause)].fetch_add(1, std::memory_order_relaxed);
}

void Monitor::job_published(const PublishedJob& job) {
    const std::lock_guard lock(mutex_);
    job_ = job;
    tips_.on_job(job);
}

void Monitor::job_broadcast(double seconds) { histograms_.job_broadcast_seconds.Observe(seconds); }

void Monitor::block_found(PoolBlock block) {
    const double hashes_credited = shares_.read().hashes;
    const std::lock_guard lock(mutex_);
    blocks_.found(std::move(block), hashes_credited);
}

void Monitor::block_verdict(std::string_view hash, BlockStatus verdict, std::string_view reason) {
    const std::lock_guard lock(mutex_);
    blocks_.verdict(hash, verdict, reason);
}

void Monitor::restore_blocks(std::vector<PoolBlock> blocks, std::uint64_t found_before) {
    const std::lock_guard lock(mutex_);
    blocks_.restore(std::move(blocks), found_before);
}

void Monitor::restore_effort(double hashes_since_block) {
    const std::lock_guard lock(mutex_);
    blocks_.restore_effort(hashes_since_block);
}

void Monitor::restore_workers(const std::vector<WorkerRecord>& workers) {
    const std::lock_guard lock(mutex_);
    for (const WorkerRecord& worker : workers) {
        workers_.restore(worker, ticked_ms_);
    }
}

void Monitor::set_unknown_votes(std::vector<UnknownVote> votes) {
    const std::lock_guard lock(mutex_);
    unknown_votes_ = std::move(votes);
}

void Monitor::set_source(SourceStatus source) {
    const std::lock_guard lock(mutex_);
    if (source.block_interval_s) {
        identity_.block_interval_target_s = *source.block_interval_s;
        history_.set_interval_target(*source.block_interval_s);
    }
    source_ = std::move(source);
}

void Monitor::set_work(const WorkStatus& work) {
    const std::lock_guard lock(mutex_);
    work_ = work;
}

void Monitor::set_stratum_port(std::uint16_t port) {
    const std::lock_guard lock(mutex_);
    identity_.stratum_port = port;
}

void Monitor::set_ledger(LedgerStatus ledger) {
    const std::lock_guard lock(mutex_);
    ledger_ = std::move(ledger);
}

void Monitor::tick(std::int64_t steady_ms, std::int64_t unix_ms) {
    const ShareTotals::Reading shares = shares_.read();
    const std::lock_guard lock(mutex_);
    set_wall_clock(steady_ms, unix_ms);
    if (steady_ms <= ticked_ms_) {
        return;
    }
    ticked_ms_ = steady_ms;
    history_.push({
        .sums = {steady_ms, shares.hashes, shares.hashes_squared, shares.accepted},
        .rejected = shares.rejected,
        .network_difficulty = job_ ? job_->network_difficulty : 0,
        .network_hashrate_hps = tips_.hashrate_hps(),
        .sessions = sessions_.load(std::memory_order_relaxed),
    });
    workers_.sample(steady_ms);
}

Status Monitor::status(std::int64_t now_ms) const {
    const ShareTotals::Reading shares = shares_.read();
    const std::lock_guard lock(mutex_);
    Status status{
        .now_ms = now_ms,
        .uptime_ms = ticked_ms_ - identity_.started_ms,
        .identity = identity_,
        .sessions = sessions_.load(std::memory_order_relaxed),
        .shares = {shares.accepted, shares.rejected, shares.rejected_by, shares.hashes},
        .blocks = blocks_.counts(shares.hashes, job_ ? job_->network_difficulty : 0),
        .network = network(),
        .ledger = ledger_,
        .source = source_,
        .work = work_,
    };
    std::transform(refusals_.begin(), refusals_.end(), status.refusals.begin(),
                   [](const auto& count) { return count.load(std::memory_order_relaxed); });
    std::transform(hashrate_windows_s.begin(), hashrate_windows_s.end(), status.hashrates.begin(),
                   [&](int window_s) { return history_.hashrate(window_s); });
    return status;
}

History Monitor::history(HistoryRange range, double since_s) const {
    const std::lock_guard lock(mutex_);
    return history_.view(range, since_s, label_offset_ms_);
}

bool Monitor::tells_details() const noexcept { return identity_.tells_details; }

std::vector<BlockRow> Monitor::blocks(std::size_t limit) const {
    const std::lock_guard lock(mutex_);
    return blocks_.rows(limit);
}

WorkerTableView Monitor::workers(const WorkerQuery& query) const {
    std::vector<WorkerRow> rows;
    {
        const std::lock_guard lock(mutex_);
        rows = workers_.rows(ticked_ms_);
    }
    return table_of(std::move(rows),
                    query);  // shards and the block submitter need the lock meanwhile
}

std::vector<DeploymentStatus> Monitor::deployments() const {
    const std::lock_guard lock(mutex_);
    return source_.deployments;
}

std::vector<UnknownVote> Monitor::unknown_votes() const {
    const std::lock_guard lock(mutex_);
    return unknown_votes_;
}

std::string Monitor::metrics_text() const {
    const std::int64_t now_ms = [this] {
        const std::lock_guard lock(mutex_);
        return ticked_ms_ + label_offset_ms_;
    }();
    return monitor::metrics_text(status(now_ms), histograms_);
}

}  // namespace sluice::pool
