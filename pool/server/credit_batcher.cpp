#include "pool/server/credit_batcher.hpp"

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
    while (!pushed_.empty()) {
        const Pushed oldest = pushed_.front();
        if (oldest.ticket && *oldest.ticket > committed_) {
            return;
        }
        pushed_.pop_front();
        settled_(oldest.batch, oldest.ticket.has_value());
    }
}

}  // namespace sluice::pool
