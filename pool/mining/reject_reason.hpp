#pragma once
/// What the metrics count a refused share as. Constant data; any thread.

#include "pool/jobs/share_verdict.hpp"
#include "pool/monitor/events.hpp"

namespace sluice::pool {

/// No meaning for `accepted`.
[[nodiscard]] monitor::RejectReason reject_reason_of(ShareVerdict verdict) noexcept;

}  // namespace sluice::pool
