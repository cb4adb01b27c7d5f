#pragma once
/// CreditBatcher gathers the credits of a shard's sessions into batches for the ledger, and tells
/// which batches are settled: committed, or refused by a ledger that cannot keep up. Batches settle
/// in order. Not thread-safe.

#include "pool/ledger/ledger.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace sluice::pool {

/// Number of a batch of credits; rises by one with each batch of a shard, first 1.
using BatchNumber = std::uint64_t;

/// Which batches are settled now: all up to `up_to`, refused ones included.
struct SettledBatches {
    BatchNumber up_to = 0;
    std::vector<BatchNumber> refused;  ///< the few the ledger did not take, rising

    bool operator==(const SettledBatches&) const = default;
};

class CreditBatcher {
public:
    using Push = std::function<std::optional<Ticket>(std::vector<Credit>)>;
    /// Called once for all batches that settle at a time.
    using Settled = std::function<void(const SettledBatches&)>;

    CreditBatcher(Push push, Settled settled)
        : push_(std::move(push)), settled_(std::move(settled)) {}

    /// Adds to the open batch and returns its number.
    BatchNumber add(Credit credit);
    /// Whether the open batch holds nothing yet.
    [[nodiscard]] bool empty() const noexcept { return open_.empty(); }
    /// Hands the open batch to the ledger.
    void flush();
    /// The ledger has committed everything up to `ticket`.
    void on_committed(Ticket ticket);

private:
    struct Pushed {
        BatchNumber batch = 0;
        std::optional<Ticket> ticket;  ///< nullopt: refused
    };

    void settle();

    const Push push_;
    const Settled settled_;
    std::vector<Credit> open_;
    BatchNumber open_number_ = 1;
    std::deque<Pushed> pushed_;  ///< oldest first
    Ticket committed_ = 0;
};

}  // namespace sluice::pool
