#pragma once
/// CommitQueue: where credits and blocks wait for the ledger thread. Gives out tickets, makes
/// groups of credits at the group interval, and knows what is durable. Thread-safe; wait,
/// take_blocks, take_group and the reports of their outcome belong to the one thread that commits.

#include "base/bytes.hpp"
#include "base/result.hpp"
#include "pool/base/ledger_status.hpp"
#include "pool/ledger/records.hpp"

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool {

/// Position of a push in the ledger's queue; rises by one with each push, first 1.
using Ticket = std::uint64_t;

/// Called on the ledger thread after a commit: everything pushed up to this ticket is durable.
using OnCommitted = std::function<void(Ticket)>;

/// Called after the first attempt to write a block down: durable, or why not. Must not throw.
using OnRecorded = std::function<void(const Result<void>&)>;

/// Everything pushed since the group before.
struct CreditGroup {
    std::vector<Credit> credits;
    Ticket last_ticket = 0;
};

/// What the ledger is to do with a found block.
struct BlockWrite {
    enum class Kind : std::uint8_t { record, verdict };

    BlockRecord block;  ///< of a verdict: hash, status and reason
    Bytes raw{};
    Kind kind = Kind::record;
    OnRecorded on_recorded{};  ///< told after the first attempt; may be empty
};

class CommitQueue {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Block writes that may wait for a disk. Finding each took the network's own work, so that
    /// this many wait only where blocks cost nothing; their bytes stay in memory.
    static constexpr std::size_t block_writes_max = 1024;

    CommitQueue(std::size_t credits_max, std::chrono::milliseconds group_interval)
        : credits_max_(credits_max), group_interval_(group_interval) {}

    /// See Ledger::push and Ledger::status.
    [[nodiscard]] std::optional<Ticket> push(std::vector<Credit> credits);
    /// False: too many wait already, or the queue is closed; then `write` is left as it was.
    [[nodiscard]] bool push_block(BlockWrite& write);
    [[nodiscard]] LedgerStatus status() const;

    /// From now on nothing can be pushed, and the wait for the group interval ends.
    void close();
    [[nodiscard]] bool closing() const;

    /// Returns when a block waits, when a group is due (unless one is under way), when the queue
    /// closes, or at `wake_at`.
    void wait(std::optional<TimePoint> wake_at);

    /// Oldest first.
    [[nodiscard]] std::vector<BlockWrite> take_blocks();
    void blocks_written(std::size_t count);
    /// nullopt: nothing waits, or the group interval is not over.
    [[nodiscard]] std::optional<CreditGroup> take_group();
    void group_committed();
    /// The files at the ledger's paths are not those that are open, or are so again.
    void files_lost(const std::string& error);
    void files_found();
    /// The disk refused a block or a group; both stay the ledger thread's to try again.
    void write_failed(const std::string& error);

private:
    [[nodiscard]] bool has_waiting_credits() const { return last_ticket_ != in_flight_; }

    const std::size_t credits_max_;
    const std::chrono::milliseconds group_interval_;

    mutable std::mutex mutex_;
    std::condition_variable work_;  // wakes the committing thread
    std::vector<Credit> waiting_;
    std::vector<BlockWrite> blocks_;
    LedgerStatus status_;
    Ticket last_ticket_ = 0;
    Ticket in_flight_ = 0;  // last ticket of the group being committed
    std::size_t in_flight_credits_ = 0;
    bool closing_ = false;
    TimePoint in_flight_since_{};
    TimePoint next_commit_{};
};

}  // namespace sluice::pool
