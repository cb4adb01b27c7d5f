#pragma once
/// Turns the shares of one commit into the rows that the ledger keeps: one for each worker, and a
/// further one when a sum would not fit 64 bits. Pure, any thread.

#include "pool/ledger/records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace sluice::pool {

struct CreditRow {
    std::string worker;
    std::int64_t part = 0;  ///< 0, or more when the worker needs several rows in this commit
    std::int64_t hashes = 0;
    std::int64_t shares = 0;
    std::int64_t time_ms = 0;  ///< latest share of the row
    double difficulty = 0;     ///< of the row's last share
    double best_share = 0;     ///< highest share difficulty reached

    bool operator==(const CreditRow&) const = default;
};

/// Rows in the order of each worker's first share.
[[nodiscard]] std::vector<CreditRow> sum_by_worker(std::span<const Credit> credits);

}  // namespace sluice::pool
