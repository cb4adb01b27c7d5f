#include "pool/ledger/credit_rows.hpp"

#include <algorithm>
#include <cassert>
#include <string_view>
#include <unordered_map>

namespace sluice::pool {

std::vector<CreditRow> sum_by_worker(std::span<const Credit> credits) {
    std::vector<CreditRow> rows;
    std::unordered_map<std::string_view, std::size_t> open_rows;  // the row that still has room
    for (const Credit& credit : credits) {
        assert(credit.hashes > 0);
        auto [entry, first] = open_rows.try_emplace(credit.worker, rows.size());
        if (first) {
            rows.push_back({.worker = credit.worker});
        } else if (rows[entry->second].hashes > INT64_MAX - credit.hashes) {
            const std::int64_t part = rows[entry->second].part + 1;
            entry->second = rows.size();
            rows.push_back({.worker = credit.worker, .part = part});
        }
        CreditRow& row = rows[entry->second];
        row.hashes += credit.hashes;
        ++row.shares;
        row.time_ms = std::max(row.time_ms, credit.time_ms);
        row.difficulty = credit.difficulty;
        row.best_share = std::max(row.best_share, credit.share_difficulty);
    }
    return rows;
}

}  // namespace sluice::pool
