#include "pool/jobs/share_verdict.hpp"

#include <array>
#include <cstddef>

namespace sluice::pool {
namespace {

using protocol::stratum::RejectCode;
using Verdict = ShareVerdict;

/// In the order of the enumeration.
constexpr std::array<VerdictInfo, 9> verdicts{{
    {Verdict::accepted, RejectCode::other, "accepted", "Accepted"},
    {Verdict::wrong_extranonce2_size, RejectCode::other, "wrong_extranonce2_size",
     "Wrong extranonce2 size"},
    {Verdict::time_out_of_range, RejectCode::other, "time_out_of_range", "ntime out of range"},
    {Verdict::version_bits_outside_mask, RejectCode::other, "version_bits_outside_mask",
     "Version bits outside mask"},
    {Verdict::job_not_found, RejectCode::job_not_found, "job_not_found", "Job not found"},
    {Verdict::duplicate, RejectCode::duplicate_share, "duplicate", "Duplicate share"},
    {Verdict::low_difficulty, RejectCode::low_difficulty, "low_difficulty", "Low difficulty share"},
    {Verdict::unauthorized, RejectCode::unauthorized_worker, "unauthorized", "Unauthorized worker"},
    {Verdict::not_subscribed, RejectCode::not_subscribed, "not_subscribed", "Not subscribed"},
}};

}  // namespace

const VerdictInfo& describe(ShareVerdict verdict) noexcept {
    return verdicts[static_cast<std::size_t>(verdict)];
}

}  // namespace sluice::pool
