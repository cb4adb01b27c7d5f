#include "pool/mining/credit_batcher.hpp"

#include <algorithm>
#include <new>
#include <optional>
#include <utility>

namespace sluice::pool {

BatchNumber CreditBatcher::add(Credit credit) {
    open_.push_back(std::move(credit));
    return open_number_;
}

void CreditBatcher::flush() {
    if (open_.empty()) {
        return;
    }
    pushed_.push_back({open_number_++, std::nullopt});  // refused, unless the ledger takes it
    try {
        pushed_.back().ticket = push_(std::exchange(open_, {}));
    } catch (const std::bad_alloc&) {
        // None of it is in the queue: its shares are answered as lost.
    }
    settle();
}

void CreditBatcher::on_committed(Ticket ticket) {
    committed_ = std::max(committed_, ticket);
    settle();
}

void CreditBatcher::settle() {
    SettledBatches settled;
    while (!pushed_.empty() && pushed_.front().ticket.value_or(0) <= committed_) {
        settled.up_to = pushed_.front().batch;
        if (!pushed_.front().ticket) {
            settled.refused.push_back(settled.up_to);
        }
        pushed_.pop_front();
    }
    if (settled.up_to != 0) {
        settled_(settled);
    }
}

}  // namespace sluice::pool
