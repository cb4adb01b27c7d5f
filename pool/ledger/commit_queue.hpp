#pragma once
/// CommitQueue: where credits wait for the ledger thread. Gives out tickets, makes groups at the
/// group interval, and knows what is durable. Thread-safe; next_group, group_committed and
/// group_failed belong to the one thread that commits.

#include "pool/ledger/ledger.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace sluice::pool {

/// Everything pushed since the group before.
struct CreditGroup {
    std::vector<Credit> credits;
    Ticket last_ticket = 0;
};

class CommitQueue {
public:
    CommitQueue(std::size_t credits_max, std::chrono::milliseconds group_interval)
        : credits_max_(credits_max), group_interval_(group_interval) {}

    /// See Ledger::push, Ledger::flush and Ledger::status.
    [[nodiscard]] std::optional<Ticket> push(std::vector<Credit> credits);
    [[nodiscard]] Result<void> flush();
    [[nodiscard]] LedgerStatus status() const;

    /// From now on push() refuses, and groups come without delay.
    void close();
    [[nodiscard]] bool closing() const;
    /// Returns after `longest`, or sooner when the queue closes.
    void wait_for_close(std::chrono::milliseconds longest);

    /// Waits for credits, and for the group interval unless the ledger was idle. nullopt: closed,
    /// and nothing is left.
    [[nodiscard]] std::optional<CreditGroup> next_group();
    void group_committed();
    void group_failed(const std::string& error);

private:
    const std::size_t credits_max_;
    const std::chrono::milliseconds group_interval_;

    mutable std::mutex mutex_;
    std::condition_variable work_;     // wakes the committing thread
    std::condition_variable outcome_;  // wakes flush()
    std::vector<Credit> waiting_;
    LedgerStatus status_;
    Ticket last_ticket_ = 0;
    Ticket in_flight_ = 0;  // last ticket of the group being committed
    std::size_t in_flight_credits_ = 0;
    std::size_t flushes_ = 0;  // threads inside flush(): groups come without delay
    bool closing_ = false;
    std::chrono::steady_clock::time_point in_flight_since_{};
    std::chrono::steady_clock::time_point next_commit_{};
};

}  // namespace sluice::pool
