#pragma once
/// Ledger: the pool's ledger in one SQLite file, and the promise that an acknowledged share is a
/// committed share (docs/adr/0004-committed-before-acknowledged.md). Shards push credits and get a
/// ticket; one ledger thread commits them in groups and then reports the highest ticket that is on
/// the disk; it alone writes, found blocks as well, so that no caller ever waits for the disk. The
/// books keep credits, not shares: one row for each commit and worker. Thread-safe: every member
/// may be called from any thread; on_committed runs on the ledger thread.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pool/ledger/records.hpp"
#include "protocol/pow/hash256.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// Position of a push in the ledger's queue; rises by one with each push, first 1.
using Ticket = std::uint64_t;

/// Called on the ledger thread after a commit: everything pushed up to this ticket is durable.
using OnCommitted = std::function<void(Ticket)>;

/// Called after the first attempt to write a block down: durable, or why not. Must not throw.
using OnRecorded = std::function<void(const Result<void>&)>;

struct LedgerOptions {
    /// Least time between two commits under load; an idle ledger commits at once. Each commit waits
    /// for the disk once, so this bounds the disk's work, and a reply waits about this much longer.
    std::chrono::milliseconds group_interval{5};
    /// How soon a failed commit is tried again.
    std::chrono::milliseconds retry_interval{250};
    /// How often an idle ledger looks whether its files are still where they were opened.
    std::chrono::milliseconds look_interval{1000};
    /// Credits waiting for a commit, about 100 bytes each; beyond it push() refuses. Holds some
    /// seconds of a very busy pool (100,000 shares/s) while the disk stalls.
    std::size_t queued_credits_max = 400'000;
};

struct LedgerStatus {
    bool healthy = true;            ///< the latest write succeeded, and its files are in place
    std::string error;              ///< why it did not; empty when healthy
    std::size_t queued = 0;         ///< credits pushed and not yet durable
    std::size_t blocks_queued = 0;  ///< writes of blocks not yet durable
    std::uint64_t commits = 0;      ///< since the ledger was opened
    std::uint64_t commit_failures = 0;
    std::uint64_t credits_committed = 0;
    double commit_seconds = 0;  ///< spent in successful commits, retries included
    Ticket committed = 0;
};

class Ledger {
public:
    /// Opens the ledger, or makes new ones, starts the ledger thread and logs one line that says
    /// which ledger and what is in them. The error names the file and what to do: a directory, no
    /// permission, another process, a newer schema, not a database.
    [[nodiscard]] static Result<std::unique_ptr<Ledger>> open(const std::filesystem::path& file,
                                                              const LedgerOptions& options = {});

    /// Writes what is queued, then closes. What the disk refuses even now is logged; it was never
    /// reported as durable.
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Replaces the listener; pass nullptr before what it refers to goes. Returns when no earlier
    /// listener is running, so never call it from one.
    void set_on_committed(OnCommitted listener);

    /// Queues one batch. nullopt: the queue is full or the ledger is closing, and nothing of the
    /// batch was taken (the server answers these shares with error 20). The commit may be reported
    /// before push() returns; a shard that receives reports by a post to itself sees them later.
    [[nodiscard]] std::optional<Ticket> push(std::vector<Credit> credits);

    [[nodiscard]] LedgerStatus status() const;

    /// Has the ledger thread write a found block down with its status, before any waiting credits,
    /// and again and again while the disk refuses. Never blocks. `on_recorded` runs on the ledger
    /// thread; or here, with an error, when too many blocks wait already. Submit the block whatever
    /// comes of it, since the network may take it. Recording a known hash again changes nothing.
    void record_block(const BlockRecord& block, Bytes raw, OnRecorded on_recorded = {});
    /// Written like a block, after all that was recorded before. Accepted blocks drop their raw
    /// bytes; an unknown hash is logged.
    void update_block(const protocol::Hash256& hash, BlockStatus status,
                      std::string_view reason = {});

    /// Newest first.
    [[nodiscard]] Result<std::vector<BlockRecord>> blocks(std::size_t limit) const;
    /// Blocks whose verdict is unknown, oldest first, with their bytes: submit them again at start.
    [[nodiscard]] Result<std::vector<PendingBlock>> pending_blocks() const;
    /// Committed credits only.
    [[nodiscard]] Result<LedgerTotals> totals() const;
    /// Most recently credited first.
    [[nodiscard]] Result<std::vector<WorkerRecord>> workers(std::size_t limit) const;
    /// Hashes credited since the newest block was found; nullopt when that is not known.
    [[nodiscard]] std::optional<double> hashes_since_block() const;
    /// The share difficulty of the worker's last credited share; nullopt for an unknown worker or
    /// when the ledger cannot be read.
    [[nodiscard]] std::optional<double> worker_difficulty(std::string_view worker) const;

private:
    class Impl;
    explicit Ledger(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::pool
