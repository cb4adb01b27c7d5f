#include "tests/bench/swarm/duration_histogram.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::swarm {

void DurationHistogram::record(std::chrono::nanoseconds duration) noexcept {
    const double us = std::max(1.0, static_cast<double>(duration.count()) / 1e3);
    const auto bucket =
        static_cast<std::size_t>(std::ceil(std::log2(us) * double{buckets_per_doubling}));
    ++counts_[std::min(bucket, bucket_count - 1)];
    ++count_;
    max_ = std::max(max_, duration);
}

void DurationHistogram::merge(const DurationHistogram& other) noexcept {
    for (std::size_t i = 0; i < bucket_count; ++i) {
        counts_[i] += other.counts_[i];
    }
    count_ += other.count_;
    max_ = std::max(max_, other.max_);
}

std::chrono::nanoseconds DurationHistogram::quantile(double fraction) const noexcept {
    const auto rank = static_cast<std::uint64_t>(std::ceil(fraction * static_cast<double>(count_)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i + 1 < bucket_count; ++i) {
        seen += counts_[i];
        if (seen >= rank && seen > 0) {
            const double us = std::exp2(static_cast<double>(i) / double{buckets_per_doubling});
            return std::min(max_, std::chrono::nanoseconds{std::llround(us * 1e3)});
        }
    }
    return max_;
}

}  // namespace sluice::swarm
