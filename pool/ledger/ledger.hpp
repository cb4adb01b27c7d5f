#pragma once
/// Ledger: who has worked how much, and the promise that an acknowledged share is a committed share
/// (docs/adr/0004-committed-before-acknowledged.md). Shards push credits and get a ticket; the
/// ledger thread commits them in groups and then reports the highest ticket that is on the disk. It
/// is the only writer, of blocks too, so callers never block on the disk. The ledger keeps credits,
/// not shares: one row for each commit and worker. Thread-safe: every member may be called from any
/// thread; on_committed runs on the ledger thread.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pool/base/ledger_options.hpp"
#include "pool/base/ledger_status.hpp"
#include "pool/ledger/commit_queue.hpp"
#include "pool/ledger/records.hpp"
#include "pool/ledger/store.hpp"
#include "protocol/pow/hash256.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace sluice::pool {

class Ledger {
public:
    /// Takes the store over, starts the ledger thread and logs one line that says which ledger this
    /// is and what is in it. Throws what the store's reader throws.
    Ledger(LedgerStore store, const LedgerOptions& options);
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
    /// A group that the disk has refused is kept here until it is durable.
    struct OpenGroup {
        CreditGroup credits;
        std::int64_t commit = 0;  ///< its number, once an attempt has taken one
        bool failed = false;
    };

    void log_opened(const LedgerStore& store);
    /// Runs `use` on the reading connection.
    template <class Use>
    auto read(Use use) const -> Result<decltype(use(std::declval<LedgerReader&>()))>;

    // The ledger thread's.
    void run();
    void look_at_files();
    bool write_blocks_together();
    void write_blocks();
    void report_blocks(const Result<void>& outcome);
    void enter(const BlockWrite& write);
    [[nodiscard]] bool commit(OpenGroup& group);
    void report(Ticket ticket);
    void log_losses(bool refused) const;

    const std::chrono::milliseconds retry_interval_;
    const std::chrono::milliseconds look_interval_;
    std::unique_ptr<LedgerWriter> writer_;  // the ledger thread's, as the next three
    std::vector<BlockWrite> unwritten_;     // oldest first
    bool blocks_failed_ = false;
    bool files_lost_ = false;
    mutable std::mutex reader_mutex_;
    std::unique_ptr<LedgerReader> reader_;
    std::mutex listener_mutex_;
    OnCommitted listener_;
    CommitQueue queue_;
    std::thread thread_;
};

}  // namespace sluice::pool
