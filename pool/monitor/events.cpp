#include "pool/monitor/events.hpp"

namespace sluice::pool::monitor {

std::string_view to_string(RejectReason reason) noexcept {
    switch (reason) {
        case RejectReason::unknown_job:
            return "unknown_job";
        case RejectReason::stale:
            return "stale";
        case RejectReason::duplicate:
            return "duplicate";
        case RejectReason::low_difficulty:
            return "low_difficulty";
        case RejectReason::time_out_of_range:
            return "time_out_of_range";
        case RejectReason::version_outside_mask:
            return "version_outside_mask";
        case RejectReason::unauthorized:
            return "unauthorized";
        case RejectReason::not_subscribed:
            return "not_subscribed";
        case RejectReason::suspended:
            return "suspended";
        case RejectReason::too_many:
            return "too_many";
        case RejectReason::malformed:
            return "malformed";
        case RejectReason::work_withdrawn:
            return "work_withdrawn";
        case RejectReason::other:
            return "other";
    }
    return "other";
}

}  // namespace sluice::pool::monitor
