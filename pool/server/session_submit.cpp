// The mining.submit path of Session: from the line in the shard's reader to a credit.

#include "pool/server/session.hpp"
#include "pool/server/verdict_info.hpp"
#include "protocol/uint256.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

using monitor::RejectReason;
using protocol::stratum::RejectCode;

constexpr double invalid_share_points = 1;
constexpr double accepted_share_points = -1;

/// Expected hashes of a share of difficulty 1 in the algorithm's unit 1.
constexpr double hashes_per_difficulty = 0x1p32;

std::int64_t expected_hashes(double difficulty, std::uint64_t unit) noexcept {
    const double hashes = difficulty * hashes_per_difficulty / static_cast<double>(unit);
    return std::max<std::int64_t>(1, std::llround(hashes));
}

/// The share difficulty that a hash reaches.
double reached_difficulty(const protocol::Hash256& pow_hash, std::uint64_t unit) {
    const protocol::Target as_target{protocol::to_uint256(pow_hash)};
    return protocol::difficulty_of(as_target).value * static_cast<double>(unit);
}

}  // namespace

void Session::submit(Moment at) {
    const auto& reader = services_.reader;
    const auto refuse_now = [&](ShareVerdict verdict, monitor::WorkerMeter* meter) {
        settle_hashing();
        refuse(reader.id(), verdict, meter);
    };
    if (!extranonce1_) {
        return refuse_now(ShareVerdict::not_subscribed, nullptr);
    }
    const auto worker = workers_.find(reader.worker());
    if (worker == workers_.end()) {
        return refuse_now(ShareVerdict::unauthorized, nullptr);
    }
    monitor::WorkerMeter* meter = worker->second.get();
    const auto fields = reader.share();
    if (!fields) {
        settle_hashing();
        return refuse(reader.id(), RejectCode::other, message(fields.error()),
                      RejectReason::malformed, meter);
    }
    const IssuedJob* issued = jobs_.find(reader.job_id());
    if (issued == nullptr) {
        const bool stale = jobs_.is_stale(reader.job_id());
        return refuse_now(stale ? ShareVerdict::stale : ShareVerdict::job_not_found, meter);
    }
    const Claim claim{*issued,
                      {*extranonce1_, fields->extranonce2.span(), fields->time, fields->nonce,
                       fields->version_bits},
                      reader.id(),
                      *worker,
                      at};
    const ShareTerms terms{issued->target, issued->version_mask, at.unix_s(), issued->reissue};
    if (!ShareHasher::pays_for(*issued->job->algorithm)) {
        return conclude(claim, check_share(*issued->job, claim.share, terms));
    }
    const ShareOutcome outcome = build_share(*issued->job, claim.share, terms);
    if (outcome.verdict != ShareVerdict::accepted) {
        return refuse_now(outcome.verdict, meter);
    }
    hash_later(claim, outcome);
}

void Session::hash_later(const Claim& claim, const ShareOutcome& outcome) {
    struct Held {  // what the claim refers to, which the next line overwrites
        IssuedJob issued;
        std::vector<std::uint8_t> extranonce1, extranonce2;
        std::string id;
    };
    const ShareFields& share = claim.share;
    auto held =
        std::make_shared<const Held>(Held{claim.issued,
                                          {share.extranonce1.begin(), share.extranonce1.end()},
                                          {share.extranonce2.begin(), share.extranonce2.end()},
                                          std::string(claim.id)});
    ++hashing_;  // the destructor waits for it, so `this` is there
    services_.hasher.add(*claim.issued.job->algorithm, serialize(outcome.header),
                         [this, held, fields = share, &worker = claim.worker, at = claim.at,
                          judged = outcome](const protocol::Hash256& pow_hash) mutable {
                             --hashing_;
                             fields.extranonce1 = held->extranonce1;
                             fields.extranonce2 = held->extranonce2;
                             judge_share(*held->issued.job, held->issued.target, pow_hash, judged);
                             conclude({held->issued, fields, held->id, worker, at}, judged);
                         });
}

void Session::settle_hashing() {
    if (hashing_ > 0) {
        services_.hasher.flush();
    }
}

void Session::conclude(const Claim& claim, const ShareOutcome& outcome) {
    monitor::WorkerMeter* meter = claim.worker.second.get();
    if (outcome.verdict != ShareVerdict::accepted) {
        return refuse(claim.id, outcome.verdict, meter);
    }
    switch (services_.duplicates.insert(outcome.header.previous, outcome.pow_hash)) {
        case DuplicateFilter::Insert::added:
            accept(claim, outcome);
            break;
        case DuplicateFilter::Insert::duplicate:
            refuse(claim.id, ShareVerdict::duplicate, meter);
            break;
        case DuplicateFilter::Insert::full:
            // Nobody can say whether it was credited before, but a block is a block.
            if (outcome.is_block) {
                report_block(claim, outcome);
            }
            refuse(claim.id, ShareVerdict::stale, meter);
            break;
    }
}

void Session::accept(const Claim& claim, const ShareOutcome& outcome) {
    const IssuedJob& issued = claim.issued;
    const std::uint64_t unit = issued.job->algorithm->share_difficulty_unit;
    double credited = issued.difficulty;
    if (outcome.is_block) {
        report_block(claim, outcome);
        if (!meets(outcome.pow_hash, issued.target)) {
            // An easier block than the share asked for is worth what the block needed.
            credited = std::min(credited, network_share_difficulty(*issued.job));
        }
    }
    const std::int64_t hashes = expected_hashes(credited, unit);
    const double reached = reached_difficulty(outcome.pow_hash, unit);
    const BatchNumber batch = services_.credit(
        {claim.worker.first, hashes, claim.at.unix_ms, difficulty_.current(), reached});
    replies_.hold_true(claim.id == "null" ? std::string_view{} : claim.id, batch);
    services_.monitor.share_accepted(
        *claim.worker.second, {static_cast<double>(hashes), credited, reached, claim.at.unix_ms});
    score_ = std::max(0.0, score_ + accepted_share_points);
    difficulty_.on_share(credited, claim.at);
    apply_difficulty();  // may forget `issued`
}

void Session::report_block(const Claim& claim, const ShareOutcome& outcome) {
    const Job& job = *claim.issued.job;
    const std::uint8_t reissue = claim.issued.reissue;
    services_.found_block(
        {reissue == 0 ? claim.issued.job : std::make_shared<const Job>(reissued(job, reissue)),
         outcome.header,
         outcome.id,
         claim.worker.first,
         {claim.share.extranonce1.begin(), claim.share.extranonce1.end()},
         {claim.share.extranonce2.begin(), claim.share.extranonce2.end()},
         reached_difficulty(outcome.pow_hash, job.algorithm->share_difficulty_unit),
         claim.at.unix_ms});
}

void Session::refuse(std::string_view id, ShareVerdict verdict, monitor::WorkerMeter* worker) {
    const VerdictInfo& info = describe(verdict);
    refuse(id, info.code, info.text, info.reason, worker);
}

void Session::refuse(std::string_view id, RejectCode code, std::string_view text,
                     RejectReason reason, monitor::WorkerMeter* worker) {
    const MessageId message_id{std::string(id)};
    reply(message_id, encode_error(message_id, code, text));
    if (worker != nullptr) {
        services_.monitor.share_rejected(*worker, reason);
    } else {
        services_.monitor.share_rejected(reason);
    }
    // A stale share is nobody's fault: the block came while it was under way.
    if (reason != RejectReason::stale) {
        offend(invalid_share_points);
    }
}

}  // namespace sluice::pool
