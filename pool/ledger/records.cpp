#include "pool/ledger/records.hpp"

namespace sluice::pool {
std::int64_t found_blocks(const LedgerTotals& totals) noexcept {
    return totals.blocks_accepted + totals.blocks_pending + totals.blocks_rejected +
           totals.blocks_orphaned;
}

}  // namespace sluice::pool
