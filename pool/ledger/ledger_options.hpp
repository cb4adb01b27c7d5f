#pragma once
/// What callers of the ledger give it and hear from it: options, tickets and the functions
/// that it calls. Regular values.

#include "base/result.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

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

}  // namespace sluice::pool
