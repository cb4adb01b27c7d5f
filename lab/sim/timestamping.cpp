#include "lab/sim/timestamping.hpp"

#include <algorithm>

namespace sluice::lab::sim {

void MedianTime::append(std::int64_t timestamp) noexcept {
    std::size_t gap = count_;  // the place in sorted_ that becomes free
    if (count_ < difficulty::median_time_span) {
        arrived_[count_++] = timestamp;
    } else {
        const std::int64_t leaving = arrived_[oldest_];
        arrived_[oldest_] = timestamp;
        oldest_ = oldest_ + 1 == difficulty::median_time_span ? 0 : oldest_ + 1;
        gap = 0;
        while (sorted_[gap] != leaving) {
            ++gap;
        }
    }
    for (; gap + 1 < count_ && sorted_[gap + 1] < timestamp; ++gap) {
        sorted_[gap] = sorted_[gap + 1];
    }
    for (; gap > 0 && sorted_[gap - 1] > timestamp; --gap) {
        sorted_[gap] = sorted_[gap - 1];
    }
    sorted_[gap] = timestamp;
}

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
