#include "pool/dialects/stratum_v1/verdict_reply.hpp"

#include <array>

namespace sluice::pool {
namespace {

using protocol::stratum_v1::RejectCode;
using Verdict = ShareVerdict;

/// In the order of the enumeration.
constexpr std::array<VerdictReply, share_verdict_count> verdicts{{
    {Verdict::accepted, RejectCode::other, "Accepted"},
    {Verdict::malformed, RejectCode::other, "Malformed share"},
    {Verdict::wrong_extranonce2_size, RejectCode::other, "Wrong extranonce2 size"},
    {Verdict::time_out_of_range, RejectCode::other, "ntime out of range"},
    {Verdict::version_bits_outside_mask, RejectCode::other, "Version bits outside mask"},
    {Verdict::job_not_found, RejectCode::job_not_found, "Job not found"},
    {Verdict::stale, RejectCode::job_not_found, "Stale share"},
    {Verdict::duplicate, RejectCode::duplicate_share, "Duplicate share"},
    {Verdict::low_difficulty, RejectCode::low_difficulty, "Low difficulty share"},
    {Verdict::unauthorized, RejectCode::unauthorized_worker, "Unauthorized worker"},
    {Verdict::not_subscribed, RejectCode::not_subscribed, "Not subscribed"},
    {Verdict::suspended, RejectCode::unauthorized_worker,
     "Worker suspended for too many invalid shares"},
    {Verdict::too_many, RejectCode::other, "Too many shares; take the difficulty that was set"},
    {Verdict::work_withdrawn, RejectCode::job_not_found,
     "Work withdrawn: the pool's node does not answer"},
}};

}  // namespace

const VerdictReply& reply_to(ShareVerdict verdict) noexcept {
    return verdicts[static_cast<std::size_t>(verdict)];
}

}  // namespace sluice::pool
