#include "pool/mining/reject_reason.hpp"

#include <array>
#include <cstddef>

namespace sluice::pool {

using monitor::RejectReason;

namespace {

/// In the order of the verdicts.
constexpr std::array<RejectReason, share_verdict_count> reject_reasons{
    RejectReason::other,      // accepted
    RejectReason::malformed,  // malformed
    RejectReason::malformed,  // wrong_extranonce2_size
    RejectReason::time_out_of_range,
    RejectReason::version_outside_mask,
    RejectReason::unknown_job,
    RejectReason::stale,
    RejectReason::duplicate,
    RejectReason::low_difficulty,
    RejectReason::unauthorized,
    RejectReason::not_subscribed,
    RejectReason::suspended,
    RejectReason::too_many,
    RejectReason::work_withdrawn,
};

}  // namespace

RejectReason reject_reason_of(ShareVerdict verdict) noexcept {
    return reject_reasons[static_cast<std::size_t>(verdict)];
}

}  // namespace sluice::pool
