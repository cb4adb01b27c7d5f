#include "pool/ledger/commit_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace sluice::pool {

std::optional<Ticket> CommitQueue::push(std::vector<Credit> credits) {
    const std::lock_guard lock(mutex_);
    if (closing_ || credits.size() > credits_max_ - status_.queued) {
        return std::nullopt;
    }
    const bool may_sleep = !has_waiting_credits();
    waiting_.insert(waiting_.end(), std::make_move_iterator(credits.begin()),
                    std::make_move_iterator(credits.end()));
    status_.queued += credits.size();
    if (may_sleep) {
        work_.notify_all();
    }
    return ++last_ticket_;
}

bool CommitQueue::push_block(BlockWrite& write) {
    const std::lock_guard lock(mutex_);
    if (closing_ || status_.blocks_queued >= block_writes_max) {
        return false;
    }
    blocks_.push_back(std::move(write));
    ++status_.blocks_queued;
    work_.notify_all();
    return true;
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

void CommitQueue::wait(std::optional<TimePoint> wake_at) {
    std::unique_lock lock(mutex_);
    while (!closing_ && blocks_.empty()) {
        std::optional<TimePoint> until = wake_at;
        const bool under_way = in_flight_ != status_.committed;
        if (!under_way && has_waiting_credits()) {
            until = wake_at ? std::min(*wake_at, next_commit_) : next_commit_;
        }
        if (!until) {
            work_.wait(lock);
        } else if (work_.wait_until(lock, *until) == std::cv_status::timeout) {
            return;
        }
    }
}

std::vector<BlockWrite> CommitQueue::take_blocks() {
    const std::lock_guard lock(mutex_);
    return std::exchange(blocks_, {});
}

void CommitQueue::blocks_written(std::size_t count) {
    const std::lock_guard lock(mutex_);
    status_.healthy = true;
    status_.error.clear();
    status_.blocks_queued -= count;
}

std::optional<CreditGroup> CommitQueue::take_group() {
    const std::lock_guard lock(mutex_);
    const auto now = std::chrono::steady_clock::now();
    if (!has_waiting_credits() || (!closing_ && now < next_commit_)) {
        return std::nullopt;
    }
    in_flight_since_ = now;
    next_commit_ = now + group_interval_;
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
}

void CommitQueue::files_lost(const std::string& error) {
    const std::lock_guard lock(mutex_);
    status_.healthy = false;
    status_.error = error;
}

void CommitQueue::files_found() {
    const std::lock_guard lock(mutex_);
    status_.healthy = true;
    status_.error.clear();
}

void CommitQueue::write_failed(const std::string& error) {
    const std::lock_guard lock(mutex_);
    status_.healthy = false;
    status_.error = error;
    ++status_.commit_failures;
}

}  // namespace sluice::pool
