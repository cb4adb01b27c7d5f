#pragma once
/// What the Monitor shows: plain values, copied out under its lock, ready to be written as JSON.
/// Times are Unix milliseconds, hashrates hashes per second. Regular value types.

#include "pool/base/ledger_status.hpp"
#include "pool/base/source_status.hpp"
#include "pool/monitor/events.hpp"
#include "pool/monitor/refusal.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool::monitor {

/// Hashrate estimated from credited shares. Shares arrive as a Poisson process, so the variance of
/// the sum of their hashes is the sum of their squares, whatever mix of difficulties.
struct HashrateEstimate {
    int window_s = 0;       ///< asked for
    double observed_s = 0;  ///< really covered: shorter while the pool is young
    double hashrate_hps = 0;
    double margin_hps = 0;  ///< half-width of the 95 % interval
    std::uint64_t shares = 0;

    bool operator==(const HashrateEstimate&) const = default;
};

inline constexpr std::array<int, 4> hashrate_windows_s{10, 60, 600, 3600};

struct ShareCounts {
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::array<std::uint64_t, reject_reason_count> rejected_by{};  ///< indexed by RejectReason
    double hashes_credited = 0;
};

/// One row of the block table.
struct BlockRow {
    PoolBlock block;
    /// Since the block before it in the chain; none when that one is not ours or not listed.
    std::optional<double> interval_s;
};

struct BlockCounts {
    std::uint64_t found = 0;  ///< every verdict, restored ones included
    std::array<std::uint64_t, block_status_count> by_verdict{};  ///< indexed by BlockStatus
    /// Verdicts given since the start: a block accepted and orphaned later counts in both.
    std::array<std::uint64_t, block_status_count> verdict_events{};
    std::uint64_t found_since_start = 0;
    std::optional<std::int64_t> last_ms;
    std::optional<double> interval_mean_s;  ///< of the newest interval_mean_blocks intervals
    int interval_mean_blocks = 0;
    /// Hashes credited since the last block, in units of the hashes a block takes on average.
    std::optional<double> effort_current;
};

struct NetworkView {
    std::optional<PublishedJob> job;       ///< none until the first template
    double hashrate_hps = 0;               ///< estimated; 0: not known yet
    double difficulty_at_equilibrium = 0;  ///< at which that hashrate keeps the target interval
};

struct Status {
    std::int64_t now_ms = 0;
    std::int64_t uptime_ms = 0;  ///< on the steady clock, at the latest tick
    PoolIdentity identity;
    std::int64_t sessions = 0;
    std::array<HashrateEstimate, hashrate_windows_s.size()> hashrates{};
    ShareCounts shares;
    std::array<std::uint64_t, refusal_count> refusals{};  ///< indexed by Refusal
    BlockCounts blocks;
    NetworkView network;
    LedgerStatus ledger;
    SourceStatus source;
    WorkStatus work;
};

/// One row of the worker table.
struct WorkerRow {
    std::string name;
    bool connected = false;
    double difficulty = 0;
    double best_share = 0;
    std::uint64_t accepted = 0;
    std::uint64_t rejected = 0;
    std::int64_t last_share_ms = 0;  ///< 0: none yet
    HashrateEstimate hashrate;
};

struct WorkerTableView {
    std::size_t tracked = 0;      ///< names known
    std::size_t matching = 0;     ///< of them, those that the query asked for; `rows` may be fewer
    std::vector<WorkerRow> rows;  ///< highest hashrate first
};

/// Which workers to show.
struct WorkerQuery {
    std::size_t limit = 200;
    std::size_t offset = 0;                        ///< rows to leave out, highest hashrate first
    std::string name_part = {};                    ///< in either case; empty: every name
    std::optional<bool> connected = std::nullopt;  ///< nullopt: both
};

/// Resolution and reach of a stored series.
enum class HistoryRange : std::uint8_t { minutes_15, hours_3, days_2 };

/// Time series as columns of equal length, oldest first.
struct History {
    int step_s = 0;              ///< between points
    int hashrate_window_s = 0;   ///< every hashrate point looks back this far
    std::vector<double> time_s;  ///< Unix seconds
    std::vector<double> hashrate_hps;
    std::vector<double> hashrate_margin_hps;
    std::vector<double> accepted_per_min;
    std::vector<double> rejected_per_min;
    std::vector<double> network_difficulty;
    std::vector<double> equilibrium_difficulty;
    std::vector<double> sessions;
};

}  // namespace sluice::pool::monitor
