#include "pool/mining/credit_batcher.hpp"

#include <algorithm>
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
    pushed_.push_back({open_number_, push_(std::exchange(open_, {}))});
    ++open_number_;
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
