// The share path of Channel: from a submission to its credit.

#include "base/printable.hpp"
#include "pool/mining/channel.hpp"
#include "pool/mining/reject_reason.hpp"
#include "protocol/pow/uint256.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::pool {
namespace {

/// Expected hashes of a share of difficulty 1 in the algorithm's unit 1.
constexpr double hashes_per_difficulty = 0x1p32;

std::int64_t expected_hashes(double difficulty, std::uint64_t unit) noexcept {
    const double hashes = difficulty * hashes_per_difficulty / static_cast<double>(unit);
    return std::max<std::int64_t>(1, std::llround(hashes));
}

/// Not the miner's doing: a block came while the share was under way, a clock is off, or the pool
/// has no work.
bool is_nobodys_fault(ShareVerdict verdict) noexcept {
    return verdict == ShareVerdict::stale || verdict == ShareVerdict::time_out_of_range ||
           verdict == ShareVerdict::work_withdrawn;
}

/// Nothing invalid in it, or it was counted against the worker or the session before.
bool is_blameless(ShareVerdict verdict) noexcept {
    return is_nobodys_fault(verdict) || verdict == ShareVerdict::suspended ||
           verdict == ShareVerdict::too_many;
}

std::chrono::seconds age_of(const Job& job, ClockReading at) noexcept {
    return std::chrono::duration_cast<std::chrono::seconds>(
        std::max(at.steady - job.made_at, std::chrono::steady_clock::duration::zero()));
}

/// The share difficulty that a hash reaches.
double reached_difficulty(const protocol::Hash256& pow_hash, std::uint64_t unit) {
    const protocol::Target as_target{protocol::to_uint256(pow_hash)};
    return protocol::difficulty_of(as_target).value * static_cast<double>(unit);
}

/// Whether a worker that has not logged in may stand under a block.
bool is_fit_for_books(std::string_view worker) noexcept {
    return !worker.empty() && !has_controls(worker);
}

}  // namespace

/// A share on its way to a verdict.
struct Channel::Claim {
    const IssuedJob& issued;
    ShareFields share;
    std::string_view request;
    std::string_view worker;  ///< as the request names it
    Worker* by;               ///< null: not logged in here
    ClockReading at;
    /// What is held against the share whatever its hash: `accepted` is nothing.
    ShareVerdict objection = ShareVerdict::accepted;
};

void Channel::submit(const Submission& submission, ClockReading at) {
    if (!identity_) {
        settle_hashing();
        refuse(submission.request, ShareVerdict::not_subscribed, nullptr);
        return penalise_share(submission.worker, nullptr);
    }
    const auto found = workers_.find(submission.worker);
    Worker* worker = found == workers_.end() ? nullptr : &found->second;
    ShareVerdict objection =
        worker == nullptr ? ShareVerdict::unauthorized : ShareVerdict::accepted;
    if (!submission.share && worker != nullptr) {
        settle_hashing();
        refuse(submission.request, ShareVerdict::malformed, worker);
        return penalise_share(submission.worker, worker);
    }
    jobs_.forget_left(at.steady);
    const IssuedJob* issued = submission.share ? jobs_.find(submission.job_id) : nullptr;
    if (issued == nullptr) {
        return refuse_without_job(submission, objection, worker);
    }
    if (worker != nullptr && services_.work_withdrawn) {
        objection = ShareVerdict::work_withdrawn;
    } else if (worker != nullptr && issued->left_at) {
        objection = ShareVerdict::stale;
    }
    Claim claim{*issued, *submission.share, submission.request, submission.worker, worker,
                at,      objection};
    claim.share.extranonce1 = identity_->extranonce1;
    const ShareTerms terms{issued->target, issued->version_mask, age_of(*issued->job, at),
                           issued->reissue};
    if (!is_slow(*issued->job->algorithm)) {
        return conclude(claim, check_share(*issued->job, claim.share, terms));
    }
    const ShareOutcome outcome = build_share(*issued->job, claim.share, terms);
    if (!outcome.has_header) {
        settle_hashing();
        return conclude(claim, outcome);
    }
    hash_later(claim, outcome);
}

void Channel::refuse_without_job(const Submission& submission, ShareVerdict objection,
                                 Worker* worker) {
    settle_hashing();
    if (objection == ShareVerdict::accepted) {
        objection =
            jobs_.is_stale(submission.job_id) ? ShareVerdict::stale : ShareVerdict::job_not_found;
    }
    refuse(submission.request, objection, worker);
    if (!is_blameless(objection)) {
        penalise_share(submission.worker, worker);
    }
}

void Channel::hash_later(const Claim& claim, const ShareOutcome& outcome) {
    struct Held {  // what the claim refers to, which the next line overwrites
        IssuedJob issued;
        std::vector<std::uint8_t> extranonce1, extranonce2;
        std::string request, worker;
    };
    const ShareFields& share = claim.share;
    auto held =
        std::make_shared<const Held>(Held{claim.issued,
                                          {share.extranonce1.begin(), share.extranonce1.end()},
                                          {share.extranonce2.begin(), share.extranonce2.end()},
                                          std::string(claim.request),
                                          std::string(claim.worker)});
    ++hashing_;  // the destructor waits for it, so `this` is there
    services_.hasher.add(
        *claim.issued.job->algorithm, serialize(outcome.header),
        [this, held, fields = share, by = claim.by, at = claim.at, objection = claim.objection,
         judged = outcome](const protocol::Hash256& pow_hash) mutable {
            --hashing_;
            fields.extranonce1 = held->extranonce1;
            fields.extranonce2 = held->extranonce2;
            judge_share(*held->issued.job, held->issued.target, pow_hash, judged);
            conclude({held->issued, fields, held->request, held->worker, by, at, objection},
                     judged);
        });
}

void Channel::settle_hashing() {
    if (hashing_ > 0) {
        services_.hasher.flush();
    }
}

/// A block goes to the source whatever is wrong with it as a share: giving the source a dead one
/// costs nothing. All but these: under a job that is forgotten there is no header, an extranonce2
/// of another size makes no coinbase, and one that came before is under way already.
void Channel::conclude(const Claim& claim, const ShareOutcome& outcome) {
    ShareVerdict verdict = verdict_of(claim, outcome);
    // What is nobody's fault must not be free to repeat, and a block is reported once.
    if (outcome.has_work &&
        (verdict == ShareVerdict::accepted || is_nobodys_fault(verdict) || outcome.is_block)) {
        std::uint64_t& shares_on_tip = services_.shares_on_tip[peer_];
        switch (
            services_.duplicates.insert(outcome.header.previous, outcome.pow_hash, shares_on_tip)) {
            case DuplicateFilter::Insert::added:
                ++shares_on_tip;
                break;
            case DuplicateFilter::Insert::duplicate:
                refuse(claim.request, ShareVerdict::duplicate, claim.by);
                return penalise_share(claim.worker, claim.by);
            case DuplicateFilter::Insert::full:
                // Nobody can say whether it was credited before.
                services_.refusals.note(monitor::Refusal::share_flood, conduct_.address(),
                                        conduct_.heard());
                verdict = verdict == ShareVerdict::accepted ? ShareVerdict::too_many : verdict;
                break;
        }
    }
    if (outcome.is_block) {
        report_block(claim, outcome);
    }
    if (verdict == ShareVerdict::accepted) {
        return accept(claim, outcome);
    }
    refuse(claim.request, verdict, claim.by);
    if (!is_blameless(verdict) || (is_nobodys_fault(verdict) && !outcome.has_work)) {
        penalise_share(claim.worker, claim.by);
    }
}

ShareVerdict Channel::verdict_of(const Claim& claim, const ShareOutcome& outcome) {
    if (claim.objection != ShareVerdict::accepted) {
        return claim.objection;
    }
    if (outcome.is_block) {
        return outcome.verdict;
    }
    if (claim.at.steady < claim.by->suspended_until) {
        return ShareVerdict::suspended;
    }
    return outcome.verdict == ShareVerdict::accepted && floods(claim) ? ShareVerdict::too_many
                                                                      : outcome.verdict;
}

bool Channel::floods(const Claim& claim) {
    if (claim.issued.difficulty >= difficulty_.for_job(services_.network()) ||
        conduct_.allows_outdated_share(claim.at)) {
        return false;
    }
    services_.refusals.note(monitor::Refusal::share_flood, conduct_.address(), conduct_.heard());
    return true;
}

void Channel::accept(const Claim& claim, const ShareOutcome& outcome) {
    const IssuedJob& issued = claim.issued;
    const std::uint64_t unit = issued.job->algorithm->share_difficulty_unit;
    submits_all_blocks_ = submits_all_blocks_ || !meets(outcome.pow_hash, issued.target);
    double credited = issued.difficulty;
    if (submits_all_blocks_) {
        // Every hash that makes a block comes in, so each is worth what a block needs.
        credited = std::min(credited, network_share_difficulty(*issued.job));
    }
    const std::int64_t hashes = expected_hashes(credited, unit);
    const double reached = reached_difficulty(outcome.pow_hash, unit);
    difficulty_.on_share(credited, claim.at);
    const BatchNumber batch = services_.credit(
        {std::string(claim.worker), hashes, claim.at.unix_ms, difficulty_.earned(), reached});
    output_.send_accepted(claim.request, batch);
    services_.monitor.share_accepted(
        *claim.by->meter, {static_cast<double>(hashes), credited, reached, claim.at.unix_ms});
    reward_share(*claim.by);
    apply_difficulty();  // may forget `issued`
}

void Channel::report_block(const Claim& claim, const ShareOutcome& outcome) {
    const Job& job = *claim.issued.job;
    const std::uint8_t reissue = claim.issued.reissue;
    services_.found_block(
        {reissue == 0 ? claim.issued.job : std::make_shared<const Job>(reissued(job, reissue)),
         outcome.header,
         outcome.id,
         std::string(claim.by != nullptr || is_fit_for_books(claim.worker) ? claim.worker
                                                                           : "(name refused)"),
         {claim.share.extranonce1.begin(), claim.share.extranonce1.end()},
         {claim.share.extranonce2.begin(), claim.share.extranonce2.end()},
         reached_difficulty(outcome.pow_hash, job.algorithm->share_difficulty_unit),
         claim.at.unix_ms});
}

void Channel::reward_share(Worker& worker) {
    conduct_.reward();
    worker.score.add(accepted_share_points, services_.options.abuse.score_decay_per_s,
                     conduct_.heard().steady);
    worker.credited = true;
    if (!std::exchange(vouched_, true)) {
        services_.peers.vouch(conduct_.address());
    }
}

void Channel::refuse(std::string_view request, ShareVerdict verdict, Worker* worker) {
    output_.send_refused(request, verdict);
    if (worker != nullptr) {
        services_.monitor.share_rejected(*worker->meter, reject_reason_of(verdict));
    } else {
        services_.monitor.share_rejected(reject_reason_of(verdict));
    }
}

}  // namespace sluice::pool
