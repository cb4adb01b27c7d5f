#include "miner/pools/stratum_v1/submit_tracker.hpp"

#include "base/printable.hpp"
#include "miner/work/settled_share.hpp"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <string>
#include <utility>

namespace sluice::miner {
namespace {

using protocol::stratum_v1::RejectCode;
using Level = Announce::Level;

bool is_code(const protocol::stratum_v1::Reply& reply, RejectCode code) {
    return reply.error && reply.error->code == static_cast<int>(code);
}

}  // namespace

void SubmitTracker::job_started(const MiningJob& job) {
    if (previous_ != job.notify.previous) {
        bare_blocks_ = 0;
    }
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

void SubmitTracker::lose(const FoundShare& share, const char* why, Actions& out) {
    ++lost_;
    last_loss_ = why;
    if (share.is_block) {
        out.push_back(Announce{
            Level::warning,
            fmt::format("lost a block: job {}: {}", printable(share.job->notify.job_id), why)});
    }
    out.push_back(SettleShare{settled(share, ShareFate::lost, why)});
}

void SubmitTracker::add(FoundShare share, Actions& out) {
    if (!share.is_share && bare_blocks_++ >= bare_blocks_max) {
        if (bare_blocks_ == bare_blocks_max + 1) {
            out.push_back(Announce{
                Level::warning, fmt::format("{} blocks below the share's difficulty were submitted "
                                            "and the chain's tip stayed; no more until it moves",
                                            bare_blocks_max)});
        }
        return;
    }
    if (share.is_block) {
        out.push_back(Announce{
            Level::info, fmt::format("found a block: job {}, share {:.6g}",
                                     printable(share.job->notify.job_id), share.difficulty.value)});
    }
    if (share.is_block && blocks_.size() < blocks_max) {
        blocks_.push_back({.share = std::move(share), .sent = {}});
    } else if (waiting_.size() < waiting_max) {
        waiting_.push_back({.share = std::move(share), .sent = {}});
    } else {
        lose(share, "too many shares waiting for the pool", out);
    }
}

void SubmitTracker::submit(Pending pending, TimePoint now, std::int64_t& next_id, Actions& out) {
    const protocol::stratum_v1::Notify& notify = pending.share.job->notify;
    const protocol::stratum_v1::Submit submit{worker_, notify.job_id, pending.share.share,
                                              notify.job_id_is_number};
    const std::int64_t id = next_id++;
    out.push_back(open_line(encode(protocol::stratum_v1::MessageId::number(id), submit)));
    pending.sent = now;
    unanswered_.emplace(id, std::move(pending));
    watch_.submitted(now);
}

void SubmitTracker::send_waiting(TimePoint now, std::int64_t& next_id, Actions& out) {
    while (!blocks_.empty() && unanswered_.size() < unanswered_max + blocks_max) {
        submit(std::move(blocks_.front()), now, next_id, out);
        blocks_.pop_front();
    }
    while (!waiting_.empty() && unanswered_.size() < unanswered_max) {
        Pending pending = std::move(waiting_.front());
        waiting_.pop_front();
        // A block is worth more than the pool's share rules: the pool and its node decide about it.
        if (!pending.share.is_block && is_stale(pending)) {
            out.push_back(
                SettleShare{settled(pending.share, ShareFate::stale, "its job had ended")});
            continue;
        }
        submit(std::move(pending), now, next_id, out);
    }
}

SubmitTracker::Settled SubmitTracker::answer(std::int64_t id,
                                             const protocol::stratum_v1::Reply& reply,
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
    const bool outstanding = !unanswered_.empty();
    if (reason.empty()) {
        watch_.accepted(now, outstanding);
    } else if (pending.share.is_share) {
        watch_.rejected(reason, now, outstanding);
    } else {  // what the pool thinks of it as a share is no news
        watch_.answered(now, outstanding);
        reason += "; it was a block below the share's difficulty";
    }
    SettleShare settlement{
        settled(pending.share, reason.empty() ? ShareFate::accepted : ShareFate::rejected, reason)};
    settlement.report.latency =
        std::chrono::duration_cast<std::chrono::milliseconds>(now - pending.sent);
    out.push_back(std::move(settlement));
    // "Low difficulty" of what was submitted as a block says nothing about the terms of shares.
    const bool tells = !reason.empty() && reply.error && pending.share.is_share;
    return {.known = true, .code = tells ? std::optional{reply.error->code} : std::nullopt};
}

void SubmitTracker::tick(TimePoint now, Actions& out) {
    std::erase_if(unanswered_, [&](const auto& entry) {
        const bool overdue = now - entry.second.sent >= answer_timeout;
        if (overdue) {
            lose(entry.second.share, "the pool did not answer", out);
        }
        return overdue;
    });
    if (unanswered_.empty()) {
        watch_.nothing_due();
    }
    if (watch_.silence_to_warn_of(now)) {
        out.push_back(Announce{
            Level::warning,
            fmt::format("the pool has not answered a submit for {} s ({} without an answer, {} "
                        "waiting); after {} s it counts as failed",
                        limits_.silence_warning.count(), unanswered_.size(),
                        waiting_.size() + blocks_.size(), limits_.silence_max.count())});
    }
    if (lost_ != 0 && now >= next_loss_warning_) {
        out.push_back(Announce{Level::warning, fmt::format("{} share(s) lost: {}",
                                                           std::exchange(lost_, 0), last_loss_)});
        next_loss_warning_ = now + loss_warning_gap;
    }
}

void SubmitTracker::resume() {
    for (Pending& pending : waiting_) {
        pending.resubmitted = true;
    }
    for (auto entry = unanswered_.rbegin(); entry != unanswered_.rend(); ++entry) {
        entry->second.resubmitted = true;
        auto& queue = entry->second.share.is_block ? blocks_ : waiting_;
        queue.push_front(std::move(entry->second));
    }
    unanswered_.clear();
}

void SubmitTracker::abandon(std::string_view why, Actions& out) {
    resume();
    waiting_.insert(waiting_.begin(), std::make_move_iterator(blocks_.begin()),
                    std::make_move_iterator(blocks_.end()));
    blocks_.clear();
    if (waiting_.empty()) {
        return;
    }
    const auto blocks = std::ranges::count_if(
        waiting_, [](const Pending& pending) { return pending.share.is_block; });
    out.push_back(Announce{Level::warning, fmt::format("{} share(s) lost, {} of them blocks: {}",
                                                       waiting_.size(), blocks, why)});
    for (const Pending& pending : waiting_) {
        out.push_back(SettleShare{settled(pending.share, ShareFate::lost, std::string{why})});
    }
    waiting_.clear();
}

}  // namespace sluice::miner
