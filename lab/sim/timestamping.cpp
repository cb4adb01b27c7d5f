#include "lab/sim/timestamping.hpp"

#include <algorithm>

namespace sluice::lab::sim {

std::int64_t policy_timestamp(const Timestamps& timestamps, std::int64_t future_limit_s,
                              const TimestampMoment& moment) noexcept {
    switch (timestamps.policy) {
        case Timestamps::Policy::honest:
            break;
        case Timestamps::Policy::earliest:
            return moment.median_s + 1;
        case Timestamps::Policy::latest:
            return std::max(moment.clock_s + future_limit_s, moment.median_s + 1);
        case Timestamps::Policy::offset:
            return std::max(moment.clock_s + timestamps.offset_s, moment.median_s + 1);
        case Timestamps::Policy::timewarp:
            return (moment.height + 1) % timestamps.period_blocks == 0 ? honest_timestamp(moment)
                                                                       : moment.median_s + 1;
    }
    return honest_timestamp(moment);
}

}  // namespace sluice::lab::sim
