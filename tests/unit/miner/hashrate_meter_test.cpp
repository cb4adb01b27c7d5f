#include "miner/stats/hashrate_meter.hpp"

#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;

class HashrateMeterTest : public testing::Test {
protected:
    const TimePoint start_{1000s};
    HashrateMeter meter_{start_};
};

using hashrate_meter = HashrateMeterTest;

TEST_F(hashrate_meter, is_zero_before_anything_happened) {
    EXPECT_EQ(meter_.per_second(start_, 10s), 0);
    EXPECT_EQ(meter_.per_second(start_ + 5s, 10s), 0);
}

TEST_F(hashrate_meter, averages_over_the_time_since_the_start_when_that_is_shorter) {
    meter_.add(start_ + 1s, 1000);
    EXPECT_DOUBLE_EQ(meter_.per_second(start_ + 2s, 10s), 500);
}

TEST_F(hashrate_meter, a_steady_rate_shows_in_every_window) {
    for (int tenth = 1; tenth <= 1000; ++tenth) {
        meter_.add(start_ + tenth * 100ms, 100);
    }
    EXPECT_NEAR(meter_.per_second(start_ + 100s, 10s), 1000, 50);
    EXPECT_NEAR(meter_.per_second(start_ + 100s, 60s), 1000, 10);
}

TEST_F(hashrate_meter, forgets_what_left_the_window) {
    meter_.add(start_ + 1s, 1000000);
    EXPECT_EQ(meter_.per_second(start_ + 30s, 10s), 0);
    EXPECT_GT(meter_.per_second(start_ + 30s, 60s), 0);
    EXPECT_EQ(meter_.per_second(start_ + 200s, 60s), 0);
}

TEST_F(hashrate_meter, a_slot_is_reused_after_a_minute) {
    meter_.add(start_ + 1s, 1000000);
    meter_.add(start_ + 61s, 500);
    EXPECT_NEAR(meter_.per_second(start_ + 62s, 10s), 500.0 / 9, 1);
}

}  // namespace
}  // namespace sluice::miner
