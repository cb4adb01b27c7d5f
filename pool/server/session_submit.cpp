// The mining.submit path of Session: from the line in the shard's reader to a credit.

#include "pool/server/session.hpp"
#include "pool/server/verdict_info.hpp"
#include "protocol/uint256.hpp"

#include <algorithm>
#include <cmath>

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
    if (!extranonce1_) {
        return refuse(ShareVerdict::not_subscribed, nullptr);
    }
    const auto worker = workers_.find(reader.worker());
    if (worker == workers_.end()) {
        return refuse(ShareVerdict::unauthorized, nullptr);
    }
    monitor::WorkerMeter* meter = worker->second.get();
    const auto fields = reader.share();
    if (!fields) {
        return refuse(RejectCode::other, message(fields.error()), RejectReason::malformed, meter);
    }
    const IssuedJob* issued = jobs_.find(reader.job_id());
    if (issued == nullptr) {
        const bool stale = jobs_.is_stale(reader.job_id());
        return refuse(stale ? ShareVerdict::stale : ShareVerdict::job_not_found, meter);
    }
    const ShareFields share{*extranonce1_, fields->extranonce2.span(), fields->time, fields->nonce,
                            fields->version_bits};
    const ShareOutcome outcome = check_share(
        *issued->job, share, {issued->target, issued->version_mask, at.unix_s(), issued->reissue});
    if (outcome.verdict != ShareVerdict::accepted) {
        return refuse(outcome.verdict, meter);
    }
    switch (services_.duplicates.insert(outcome.header.previous, outcome.pow_hash)) {
        case DuplicateFilter::Insert::added:
            accept(*issued, share, outcome, *worker, at);
            break;
        case DuplicateFilter::Insert::duplicate:
            refuse(ShareVerdict::duplicate, meter);
            break;
        case DuplicateFilter::Insert::full:
            // Nobody can say whether it was credited before, but a block is a block.
            if (outcome.is_block) {
                report_block(*issued, share, outcome, worker->first, at);
            }
            refuse(ShareVerdict::stale, meter);
            break;
    }
}

void Session::accept(const IssuedJob& issued, const ShareFields& share, const ShareOutcome& outcome,
                     const Workers::value_type& worker, Moment at) {
    const std::uint64_t unit = issued.job->algorithm->share_difficulty_unit;
    double credited = issued.difficulty;
    if (outcome.is_block) {
        report_block(issued, share, outcome, worker.first, at);
        if (!meets(outcome.pow_hash, issued.target)) {
            // An easier block than the share asked for is worth what the block needed.
            credited = std::min(credited, network_share_difficulty(*issued.job));
        }
    }
    const std::int64_t hashes = expected_hashes(credited, unit);
    const BatchNumber batch =
        services_.credit({worker.first, hashes, at.unix_ms, difficulty_.current()});
    const std::string_view id = services_.reader.id();
    replies_.hold_true(id == "null" ? std::string_view{} : id, batch);
    services_.monitor.share_accepted(*worker.second,
                                     {static_cast<double>(hashes), credited,
                                      reached_difficulty(outcome.pow_hash, unit), at.unix_ms});
    score_ = std::max(0.0, score_ + accepted_share_points);
    difficulty_.on_share(credited, at);
    apply_difficulty();  // may forget `issued`
}

void Session::report_block(const IssuedJob& issued, const ShareFields& share,
                           const ShareOutcome& outcome, const std::string& worker, Moment at) {
    const Job& job = *issued.job;
    services_.found_block(
        {issued.reissue == 0 ? issued.job
                             : std::make_shared<const Job>(reissued(job, issued.reissue)),
         outcome.header,
         outcome.id,
         worker,
         {share.extranonce1.begin(), share.extranonce1.end()},
         {share.extranonce2.begin(), share.extranonce2.end()},
         reached_difficulty(outcome.pow_hash, job.algorithm->share_difficulty_unit),
         at.unix_ms});
}

void Session::refuse(ShareVerdict verdict, monitor::WorkerMeter* worker) {
    const VerdictInfo& info = describe(verdict);
    refuse(info.code, info.text, info.reason, worker);
}

void Session::refuse(RejectCode code, std::string_view text, RejectReason reason,
                     monitor::WorkerMeter* worker) {
    const MessageId id{std::string(services_.reader.id())};
    reply(id, encode_error(id, code, text));
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
