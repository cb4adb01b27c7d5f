#pragma once
/// One line of JSON about the ledger, for scripts. Pure function, any thread.

#include "pool/ledger/records.hpp"

#include <string>

namespace sluice::pool {

/// {"shares":…,"hashes":"…","workers":…,"blocks_accepted":…,…}; hashes is text because it may
/// exceed 2^53.
[[nodiscard]] std::string ledger_json(const LedgerTotals& totals);

}  // namespace sluice::pool
