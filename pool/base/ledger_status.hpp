#pragma once
/// LedgerStatus: whether the ledger takes what the pool acknowledges, and counts since it was
/// opened. Regular value.

#include <cstddef>
#include <cstdint>
#include <string>

namespace sluice::pool {

struct LedgerStatus {
    bool healthy = true;            ///< the latest write succeeded, and its files are in place
    std::string error{};            ///< why it did not; empty when healthy
    std::size_t queued = 0;         ///< credits pushed and not yet durable
    std::size_t blocks_queued = 0;  ///< writes of blocks not yet durable
    std::uint64_t commits = 0;      ///< since the ledger was opened
    std::uint64_t commit_failures = 0;
    std::uint64_t credits_committed = 0;
    double commit_seconds = 0;    ///< spent in successful commits, retries included
    std::uint64_t committed = 0;  ///< ticket up to which all is durable
};

}  // namespace sluice::pool
