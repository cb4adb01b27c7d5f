#pragma once
/// Monitor: everything the pool shows about itself. Server, source, ledger and app record events;
/// HTTP reads snapshots and the Prometheus text. Thread-safe throughout; the share path
/// (`share_accepted`, `share_rejected`) touches striped atomics only, everything else one mutex.
/// It has no clock and no thread: the app calls `tick` once a second.

#include "pool/base/ledger_status.hpp"
#include "pool/base/source_status.hpp"
#include "pool/base/worker_record.hpp"
#include "pool/monitor/events.hpp"
#include "pool/monitor/metrics_text.hpp"
#include "pool/monitor/recent_blocks.hpp"
#include "pool/monitor/refusal.hpp"
#include "pool/monitor/sample_history.hpp"
#include "pool/monitor/share_totals.hpp"
#include "pool/monitor/snapshot.hpp"
#include "pool/monitor/tip_tracker.hpp"
#include "pool/monitor/worker_meter.hpp"
#include "pool/monitor/worker_table.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

class Monitor {
public:
    explicit Monitor(monitor::PoolIdentity identity);
    Monitor(const Monitor&) = delete;
    Monitor& operator=(const Monitor&) = delete;

    // Sessions and shares (shard threads).

    void session_opened() noexcept;
    void session_closed() noexcept;

    /// The counters of that worker. Keep the handle as long as the session is authorised: the
    /// worker shows as connected while someone holds it. Past the limit of names, the longest idle
    /// unconnected worker is forgotten, or else a meter shared by all others is returned; it is in
    /// no table. Takes the lock.
    [[nodiscard]] std::shared_ptr<monitor::WorkerMeter> worker(std::string_view name);

    void share_accepted(monitor::WorkerMeter& worker, const monitor::AcceptedShare& share) noexcept;
    void share_rejected(monitor::WorkerMeter& worker, monitor::RejectReason reason) noexcept;
    /// A submit of a session that has no authorised worker.
    void share_rejected(monitor::RejectReason reason) noexcept;

    /// A peer of the Stratum port was turned away, cut off or limited.
    void refused(monitor::Refusal cause) noexcept;

    // Work and blocks (control thread, shard threads).

    void job_published(const monitor::PublishedJob& job);
    /// From publish() to the last session of a shard having the job queued.
    void job_broadcast(double seconds);

    void block_found(monitor::PoolBlock block);
    /// Ignored when the block of that id (display hex) is not listed any more.
    void block_verdict(std::string_view hash, BlockStatus verdict, std::string_view reason = {});
    /// Blocks of an earlier run, oldest first, before any block_found. `found_before` is how many
    /// the ledger knows in all, at least blocks.size(); those not listed count as accepted.
    void restore_blocks(std::vector<monitor::PoolBlock> blocks, std::uint64_t found_before);

    /// Hashes credited in earlier runs since the newest block, before any share: the effort goes
    /// on.
    void restore_effort(double hashes_since_block);
    /// The workers of earlier runs, those to keep first, before any session.
    void restore_workers(const std::vector<WorkerRecord>& workers);

    void set_unknown_votes(std::vector<monitor::UnknownVote> votes);
    /// Its block interval, where it tells one, takes the place of what the configuration made
    /// likely.
    void set_source(SourceStatus source);
    void set_work(const monitor::WorkStatus& work);
    void set_ledger(LedgerStatus ledger);
    /// The port miners really connect to, known once the Stratum server listens.
    void set_stratum_port(std::uint16_t port);

    /// Samples the series; call once a second. `steady_ms` is the time on the steady clock, as
    /// milliseconds that count from the identity's started_ms: windows and rates are over it, so
    /// that a wall clock that is set does not reach them. It must not run backwards (such a call is
    /// ignored). `unix_ms` is the wall clock, for labels.
    void tick(std::int64_t steady_ms, std::int64_t unix_ms);

    // Views (HTTP thread).

    [[nodiscard]] monitor::Status status(std::int64_t now_ms) const;
    /// Points later than `since_s` (Unix seconds), labelled by the wall clock as it is set now. All
    /// of them when `since_s` is later than the newest: the clock was set back since.
    [[nodiscard]] monitor::History history(monitor::HistoryRange range, double since_s) const;
    /// See PoolIdentity.
    [[nodiscard]] bool tells_details() const noexcept;
    /// Newest first.
    [[nodiscard]] std::vector<monitor::BlockRow> blocks(std::size_t limit) const;
    [[nodiscard]] monitor::WorkerTableView workers(const monitor::WorkerQuery& query) const;
    [[nodiscard]] std::vector<DeploymentStatus> deployments() const;  ///< of the source
    [[nodiscard]] std::vector<monitor::UnknownVote> unknown_votes() const;
    /// Prometheus text exposition format 0.0.4.
    [[nodiscard]] std::string metrics_text() const;

private:
    void set_wall_clock(std::int64_t steady_ms, std::int64_t unix_ms);
    [[nodiscard]] monitor::NetworkView network() const;

    // Lock-free.
    monitor::ShareTotals shares_;
    std::atomic<std::int64_t> sessions_{0};
    std::array<std::atomic<std::uint64_t>, monitor::refusal_count> refusals_{};
    monitor::PoolHistograms histograms_;

    // Guarded by the mutex.
    mutable std::mutex mutex_;
    monitor::PoolIdentity identity_;
    monitor::SampleHistory history_;
    std::int64_t ticked_ms_;            ///< on the steady clock; see tick
    std::int64_t label_offset_ms_ = 0;  ///< from there to the wall clock
    monitor::WorkerTable workers_;
    monitor::RecentBlocks blocks_;
    monitor::TipTracker tips_;
    std::optional<monitor::PublishedJob> job_;
    std::vector<monitor::UnknownVote> unknown_votes_;
    SourceStatus source_;
    monitor::WorkStatus work_;
    LedgerStatus ledger_;
};

}  // namespace sluice::pool
