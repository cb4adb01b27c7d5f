#pragma once
/// LedgerOptions: how often the ledger writes, and how much may wait for it. Regular value.

#include <chrono>
#include <cstddef>

namespace sluice::pool {

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

    bool operator==(const LedgerOptions&) const = default;
};

}  // namespace sluice::pool
