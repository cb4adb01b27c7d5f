#pragma once
/// One line of JSON about a run or about the books, for scripts. Pure functions, any thread.

#include "pool/ledger/records.hpp"
#include "pool/monitor/monitor.hpp"

#include <cstdint>
#include <string>

namespace sluice::pool {

/// {"blocks":…,"accepted_shares":…,"difficulty":…,"deployments":{"name":"active",…}}: blocks and
/// shares of this run.
[[nodiscard]] std::string summary_json(const Monitor& monitor, std::int64_t now_ms);

/// {"shares":…,"hashes":"…","workers":…,"blocks_accepted":…,…}; hashes is text because it may
/// exceed 2^53.
[[nodiscard]] std::string books_json(const LedgerTotals& totals);

}  // namespace sluice::pool
