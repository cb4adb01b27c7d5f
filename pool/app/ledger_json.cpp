#include "pool/app/ledger_json.hpp"

#include <nlohmann/json.hpp>

namespace sluice::pool {

std::string ledger_json(const LedgerTotals& totals) {
    const nlohmann::ordered_json ledger{{"shares", totals.shares},
                                        {"hashes", totals.hashes.str()},
                                        {"workers", totals.workers},
                                        {"blocks_accepted", totals.blocks_accepted},
                                        {"blocks_pending", totals.blocks_pending},
                                        {"blocks_rejected", totals.blocks_rejected},
                                        {"blocks_orphaned", totals.blocks_orphaned}};
    return ledger.dump();
}

}  // namespace sluice::pool
