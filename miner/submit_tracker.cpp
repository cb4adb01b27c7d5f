#include "miner/submit_tracker.hpp"

#include "miner/printable.hpp"
#include "miner/settled_share.hpp"

#include <algorithm>
#include <string>

namespace sluice::miner {
namespace {

using protocol::stratum::RejectCode;

SettleShare settle(const FoundShare& share, ShareFate fate, std::string reason) {
    return {settled(share, fate, std::move(reason))};
}

bool is_code(const protocol::stratum::Reply& reply, RejectCode code) {
    return reply.error && reply.error->code == static_cast<int>(code);
}

}  // namespace

void SubmitTracker::job_started(const MiningJob& job) {
    previous_ = job.notify.previous;
    if (job.notify.clean) {
        first_live_job_ = job.number;
    }
}

bool SubmitTracker::is_stale(const Pending& pending) const {
    const MiningJob& job = *pending.share.job;
    if (previous_ && job.notify.previous != *previous_) {
        return true;
    }
    // The first job after a reconnect is always "clean"; whether it voids the jobs of the resumed
    // session only the pool knows.
    return !pending.resubmitted && job.number < first_live_job_;
}

void SubmitTracker::add(FoundShare share, Actions& out) {
    if (waiting_.size() == waiting_max) {
        out.push_back(settle(share, ShareFate::lost, "too many shares waiting for the pool"));
        return;
    }
    waiting_.push_back({.share = std::move(share), .sent = {}});
}

void SubmitTracker::send_waiting(TimePoint now, std::int64_t& next_id, Actions& out) {
    while (!waiting_.empty() && unanswered_.size() < unanswered_max) {
        Pending pending = std::move(waiting_.front());
        waiting_.pop_front();
        // A block is worth more than the pool's share rules: the pool and its node decide about it.
        if (!pending.share.is_block && is_stale(pending)) {
            out.push_back(settle(pending.share, ShareFate::stale, "its job had ended"));
            continue;
        }
        const protocol::stratum::Submit submit{worker_, pending.share.job->notify.job_id,
                                               pending.share.share};
        const std::int64_t id = next_id++;
        out.push_back(open_line(encode(protocol::stratum::MessageId::number(id), submit)));
        pending.sent = now;
        unanswered_.emplace(id, std::move(pending));
    }
}

SubmitTracker::Settled SubmitTracker::answer(std::int64_t id, const protocol::stratum::Reply& reply,
                                             TimePoint now, Actions& out) {
    const auto found = unanswered_.find(id);
    if (found == unanswered_.end()) {
        return {};
    }
    const Pending pending = std::move(found->second);
    unanswered_.erase(found);

    const bool arrived_before = pending.resubmitted && is_code(reply, RejectCode::duplicate_share);
    const bool accepted = !reply.error && reply.result.is_boolean() && reply.result.get<bool>();
    std::string reason;
    if (!accepted && !arrived_before) {
        reason = reply.error ? printable(reply.error->text) + " (code " +
                                   std::to_string(reply.error->code) + ")"
                             : "no reason given";
    }
    SettleShare settled =
        settle(pending.share, reason.empty() ? ShareFate::accepted : ShareFate::rejected, reason);
    settled.report.latency =
        std::chrono::duration_cast<std::chrono::milliseconds>(now - pending.sent);
    out.push_back(std::move(settled));
    return {
        .known = true,
        .code = reason.empty() || !reply.error ? std::nullopt : std::optional{reply.error->code}};
}

void SubmitTracker::expire(TimePoint now, Actions& out) {
    std::erase_if(unanswered_, [&](const auto& entry) {
        const bool overdue = now - entry.second.sent >= answer_timeout;
        if (overdue) {
            out.push_back(settle(entry.second.share, ShareFate::lost, "the pool did not answer"));
        }
        return overdue;
    });
}

void SubmitTracker::resume() {
    for (Pending& pending : waiting_) {
        pending.resubmitted = true;
    }
    for (auto entry = unanswered_.rbegin(); entry != unanswered_.rend(); ++entry) {
        entry->second.resubmitted = true;
        waiting_.push_front(std::move(entry->second));
    }
    unanswered_.clear();
}

void SubmitTracker::abandon(std::string_view why, Actions& out) {
    resume();
    if (waiting_.empty()) {
        return;
    }
    out.push_back(Announce{Announce::Level::warning, std::to_string(waiting_.size()) +
                                                         " share(s) lost: " + std::string{why}});
    for (const Pending& pending : waiting_) {
        out.push_back(settle(pending.share, ShareFate::lost, std::string{why}));
    }
    waiting_.clear();
}

}  // namespace sluice::miner
