#include "miner/work/work_source.hpp"

#include "base/printable.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace sluice::miner {
namespace {

/// Spaces remembered so that a job that comes again is not hashed again: pools that alternate
/// between a full and an empty block, or resume a session, repeat one of the last few.
constexpr std::size_t recent_spaces_max = 8;

}  // namespace

kernels::NonceRange Assignment::cut(std::uint64_t count) noexcept {
    const kernels::NonceRange range{left.first, std::min(count, left.count)};
    left.first += range.count;
    left.count -= range.count;
    return range;
}

void WorkSource::publish(SharedJob job) {
    {
        const std::lock_guard lock{mutex_};
        Space& space = space_of(job);
        const std::uint32_t mask = job->version_mask.value_or(0);
        if (space.columns.shape().version_mask != mask) {
            space.columns.change_version_mask(mask);
            space.number = ++spaces_made_;
        }
        job_ = std::move(job);
        epoch_.fetch_add(1, std::memory_order_relaxed);
    }
    changed_.notify_all();
}

void WorkSource::withdraw() {
    const std::lock_guard lock{mutex_};
    job_.reset();
    epoch_.fetch_add(1, std::memory_order_relaxed);
}

void WorkSource::stop() {
    {
        const std::lock_guard lock{mutex_};
        stopped_.store(true, std::memory_order_relaxed);
        epoch_.fetch_add(1, std::memory_order_relaxed);
    }
    changed_.notify_all();
}

bool WorkSource::refresh(Assignment& assignment, Wait wait) {
    std::unique_lock lock{mutex_};
    bool refreshed = try_refresh(assignment);
    if (wait == Wait::yes) {
        while (!refreshed && !stopped()) {
            changed_.wait(lock);
            refreshed = try_refresh(assignment);
        }
    }
    return refreshed;
}

bool WorkSource::try_refresh(Assignment& assignment) {
    if (stopped() || job_ == nullptr) {
        return false;
    }
    Space& space = recent_.front();
    if (assignment.job == nullptr || assignment.space != space.number ||
        assignment.left.count == 0) {
        const std::optional<Column> column = space.columns.next(assignment.versions_max);
        if (!column) {
            if (!space.exhaustion_logged) {
                spdlog::warn(
                    "job {}: every header has been hashed (extranonce2 of {} byte(s), version mask "
                    "{:08x}); idle until the pool sends new work",
                    printable(job_->notify.job_id), job_->extranonce2_size,
                    space.columns.shape().version_mask);
                space.exhaustion_logged = true;
            }
            return false;
        }
        assignment.column = *column;
        assignment.space = space.number;
        assignment.left = {0, options_.nonces_per_column};
    }
    assignment.job = job_;
    assignment.epoch = epoch_.load(std::memory_order_relaxed);
    return true;
}

WorkSource::Space& WorkSource::space_of(const SharedJob& job) {
    const auto known = std::ranges::find_if(
        recent_, [&](const Space& space) { return family_.same_headers(*space.job, *job); });
    if (known != recent_.end()) {
        std::rotate(recent_.begin(), known, known + 1);
        return recent_.front();
    }
    if (recent_.size() == recent_spaces_max) {
        recent_.pop_back();
    }
    recent_.push_front({.number = ++spaces_made_,
                        .job = job,
                        .columns = NonceSpace{family_.nonce_space(*job, options_.time_rolls_max)}});
    return recent_.front();
}

}  // namespace sluice::miner
