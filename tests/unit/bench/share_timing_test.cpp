// How fast simulated miners are and how long their shares take.

#include "tests/bench/swarm/share_timing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace sluice::swarm {
namespace {

using ::testing::DoubleNear;
using ::testing::HasSubstr;

double seconds(std::chrono::nanoseconds wait) { return static_cast<double>(wait.count()) / 1e9; }

TEST(swarm_hashrate, is_read_with_and_without_a_prefix) {
    EXPECT_EQ(parse_hashrate("250").value(), 250);
    EXPECT_EQ(parse_hashrate("1k").value(), 1e3);
    EXPECT_EQ(parse_hashrate("2.5M").value(), 2.5e6);
    EXPECT_EQ(parse_hashrate("1P").value(), 1e15);
    EXPECT_EQ(parse_hashrate("0.5").value(), 0.5);
}

TEST(swarm_hashrate, is_refused_with_an_example) {
    for (const char* const text : {"", "k", "fast", "1x", "1kk", "0", "-5", "nan", "inf", "1e30"}) {
        const auto hashrate = parse_hashrate(text);
        ASSERT_FALSE(hashrate) << text;
        EXPECT_THAT(hashrate.error(), HasSubstr("2.5M"));
    }
}

TEST(swarm_hashrate, is_spread_evenly_over_its_logarithm) {
    const HashrateRange range{1e3, 1e15};
    EXPECT_DOUBLE_EQ(draw_hashrate(range, 0), 1e3);
    EXPECT_NEAR(draw_hashrate(range, 0.5), 1e9, 1);
    EXPECT_NEAR(draw_hashrate(range, 1), 1e15, 1e3);
}

TEST(swarm_share_wait, has_the_mean_of_its_rate) {
    double sum = 0;
    constexpr int draws = 100'000;
    for (int i = 0; i < draws; ++i) {
        sum += seconds(share_wait(1000, 4000, 1e9, (i + 0.5) / draws));
    }
    EXPECT_THAT(sum / draws, DoubleNear(4.0, 0.01));
}

TEST(swarm_share_wait, counts_a_fast_miner_no_faster_than_the_limit) {
    const double uniform = 1 - std::exp(-1.0);  // the mean's own place
    EXPECT_THAT(seconds(share_wait(1e15, 4, 10, uniform)), DoubleNear(0.1, 1e-6));
}

TEST(swarm_share_wait, ends_within_a_day) {
    EXPECT_EQ(share_wait(1e-3, 1e30, 10, 0.999), std::chrono::hours{24});
    EXPECT_EQ(share_wait(1e3, 1e3, 10, 0), std::chrono::nanoseconds{0});
}

}  // namespace
}  // namespace sluice::swarm
