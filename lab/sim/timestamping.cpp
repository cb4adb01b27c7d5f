#include "lab/sim/timestamping.hpp"

#include <algorithm>

namespace sluice::lab::sim {

void MedianTime::append(std::int64_t stamp) noexcept {
    std::size_t gap = count_;  // the place in sorted_ that becomes free
    if (count_ < difficulty::median_time_span) {
        arrived_[count_++] = stamp;
    } else {
        const std::int64_t leaving = arrived_[oldest_];
        arrived_[oldest_] = stamp;
        oldest_ = oldest_ + 1 == difficulty::median_time_span ? 0 : oldest_ + 1;
        gap = 0;
        while (sorted_[gap] != leaving) {
            ++gap;
        }
    }
    for (; gap + 1 < count_ && sorted_[gap + 1] < stamp; ++gap) {
        sorted_[gap] = sorted_[gap + 1];
    }
    for (; gap > 0 && sorted_[gap - 1] > stamp; --gap) {
        sorted_[gap] = sorted_[gap - 1];
    }
    sorted_[gap] = stamp;
}

std::int64_t policy_stamp(const Stamps& stamps, std::int64_t future_limit_s,
                          const StampMoment& moment) noexcept {
    switch (stamps.policy) {
        case Stamps::Policy::honest:
            break;
        case Stamps::Policy::earliest:
            return moment.median_s + 1;
        case Stamps::Policy::latest:
            return std::max(moment.clock_s + future_limit_s, moment.median_s + 1);
        case Stamps::Policy::offset:
            return std::max(moment.clock_s + stamps.offset_s, moment.median_s + 1);
        case Stamps::Policy::timewarp:
            return (moment.height + 1) % stamps.period_blocks == 0 ? honest_stamp(moment)
                                                                   : moment.median_s + 1;
    }
    return honest_stamp(moment);
}

}  // namespace sluice::lab::sim
