#include "pool/ledger/commit_queue.hpp"

#include <iterator>
#include <utility>

namespace sluice::pool {

std::optional<Ticket> CommitQueue::push(std::vector<Credit> credits) {
    const std::lock_guard lock(mutex_);
    if (closing_ || credits.size() > credits_max_ - status_.queued) {
        return std::nullopt;
    }
    status_.queued += credits.size();
    waiting_.insert(waiting_.end(), std::make_move_iterator(credits.begin()),
                    std::make_move_iterator(credits.end()));
    if (last_ticket_ == in_flight_) {  // nothing was waiting: the committing thread may sleep
        work_.notify_all();
    }
    return ++last_ticket_;
}

Result<void> CommitQueue::flush() {
    std::unique_lock lock(mutex_);
    const Ticket wanted = last_ticket_;
    const std::uint64_t failures = status_.commit_failures;
    ++flushes_;
    work_.notify_all();
    outcome_.wait(
        lock, [&] { return status_.committed >= wanted || status_.commit_failures != failures; });
    --flushes_;
    if (status_.committed >= wanted) {
        return {};
    }
    return Unexpected{status_.error};
}

LedgerStatus CommitQueue::status() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

void CommitQueue::close() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    work_.notify_all();
}

bool CommitQueue::closing() const {
    const std::lock_guard lock(mutex_);
    return closing_;
}

void CommitQueue::wait_for_close(std::chrono::milliseconds longest) {
    std::unique_lock lock(mutex_);
    work_.wait_for(lock, longest, [this] { return closing_; });
}

std::optional<CreditGroup> CommitQueue::next_group() {
    std::unique_lock lock(mutex_);
    work_.wait(lock, [this] { return closing_ || last_ticket_ != in_flight_; });
    work_.wait_until(lock, next_commit_, [this] { return closing_ || flushes_ > 0; });
    if (last_ticket_ == in_flight_) {
        return std::nullopt;
    }
    in_flight_since_ = std::chrono::steady_clock::now();
    next_commit_ = in_flight_since_ + group_interval_;
    in_flight_ = last_ticket_;
    in_flight_credits_ = waiting_.size();
    return CreditGroup{std::exchange(waiting_, {}), in_flight_};
}

void CommitQueue::group_committed() {
    const std::lock_guard lock(mutex_);
    status_.healthy = true;
    status_.error.clear();
    status_.queued -= in_flight_credits_;
    status_.committed = in_flight_;
    status_.credits_committed += in_flight_credits_;
    status_.commit_seconds +=
        std::chrono::duration<double>(std::chrono::steady_clock::now() - in_flight_since_).count();
    ++status_.commits;
    outcome_.notify_all();
}

void CommitQueue::group_failed(const std::string& error) {
    const std::lock_guard lock(mutex_);
    status_.healthy = false;
    status_.error = error;
    ++status_.commit_failures;
    outcome_.notify_all();
}

}  // namespace sluice::pool
