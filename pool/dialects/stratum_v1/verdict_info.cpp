#include "pool/dialects/stratum_v1/verdict_info.hpp"

#include <array>

namespace sluice::pool {
namespace {

using monitor::RejectReason;
using protocol::stratum_v1::RejectCode;
using Verdict = ShareVerdict;

/// In the order of the enumeration.
constexpr std::array<VerdictInfo, share_verdict_count> verdicts{{
    {Verdict::accepted, RejectCode::other, RejectReason::other, "Accepted"},
    {Verdict::wrong_extranonce2_size, RejectCode::other, RejectReason::malformed,
     "Wrong extranonce2 size"},
    {Verdict::time_out_of_range, RejectCode::other, RejectReason::time_out_of_range,
     "ntime out of range"},
    {Verdict::version_bits_outside_mask, RejectCode::other, RejectReason::version_outside_mask,
     "Version bits outside mask"},
    {Verdict::job_not_found, RejectCode::job_not_found, RejectReason::unknown_job, "Job not found"},
    {Verdict::stale, RejectCode::job_not_found, RejectReason::stale, "Stale share"},
    {Verdict::duplicate, RejectCode::duplicate_share, RejectReason::duplicate, "Duplicate share"},
    {Verdict::low_difficulty, RejectCode::low_difficulty, RejectReason::low_difficulty,
     "Low difficulty share"},
    {Verdict::unauthorized, RejectCode::unauthorized_worker, RejectReason::unauthorized,
     "Unauthorized worker"},
    {Verdict::not_subscribed, RejectCode::not_subscribed, RejectReason::not_subscribed,
     "Not subscribed"},
    {Verdict::suspended, RejectCode::unauthorized_worker, RejectReason::suspended,
     "Worker suspended for too many invalid shares"},
    {Verdict::too_many, RejectCode::other, RejectReason::too_many,
     "Too many shares; take the difficulty that was set"},
    {Verdict::work_withdrawn, RejectCode::job_not_found, RejectReason::work_withdrawn,
     "Work withdrawn: the pool's node does not answer"},
}};

}  // namespace

const VerdictInfo& describe(ShareVerdict verdict) noexcept {
    return verdicts[static_cast<std::size_t>(verdict)];
}

}  // namespace sluice::pool
