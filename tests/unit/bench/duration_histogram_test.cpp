// Quantiles of durations from a histogram of fixed size.

#include "tests/bench/swarm/duration_histogram.hpp"

#include <gtest/gtest.h>

namespace sluice::swarm {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

void expect_within_2_percent(nanoseconds value, nanoseconds exact) {
    EXPECT_GE(value.count(), exact.count() - 1);
    EXPECT_LE(static_cast<double>(value.count()), static_cast<double>(exact.count()) * 1.022);
}

TEST(duration_histogram, gives_quantiles_within_a_bucket) {
    DurationHistogram histogram;
    for (int i = 1; i <= 1000; ++i) {
        histogram.record(microseconds{i * 10});
    }
    EXPECT_EQ(histogram.count(), 1000U);
    expect_within_2_percent(histogram.quantile(0.5), microseconds{5000});
    expect_within_2_percent(histogram.quantile(0.9), microseconds{9000});
    expect_within_2_percent(histogram.quantile(0.999), microseconds{9990});
    EXPECT_EQ(histogram.quantile(1), microseconds{10'000});
    EXPECT_EQ(histogram.max(), microseconds{10'000});
}

TEST(duration_histogram, is_zero_when_empty) {
    EXPECT_EQ(DurationHistogram{}.quantile(0.5), nanoseconds{0});
}

TEST(duration_histogram, never_exceeds_the_greatest_duration) {
    DurationHistogram histogram;
    histogram.record(microseconds{777});
    EXPECT_EQ(histogram.quantile(0.5), microseconds{777});
}

TEST(duration_histogram, keeps_what_lies_beyond_its_buckets) {
    DurationHistogram histogram;
    histogram.record(std::chrono::hours{1});
    histogram.record(nanoseconds{0});
    histogram.record(nanoseconds{-5});
    EXPECT_EQ(histogram.count(), 3U);
    EXPECT_EQ(histogram.quantile(1), std::chrono::hours{1});
}

TEST(duration_histogram, merges_as_if_recorded_in_one) {
    DurationHistogram odd, even, all;
    for (int i = 0; i < 100; ++i) {
        (i % 2 == 0 ? even : odd).record(microseconds{i * i});
        all.record(microseconds{i * i});
    }
    odd.merge(even);
    EXPECT_EQ(odd, all);
}

}  // namespace
}  // namespace sluice::swarm
