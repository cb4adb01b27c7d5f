#include "lab/sim/timestamping.hpp"
#include "difficulty/network/running_median_time.hpp"
#include "lab/sim/random.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sluice::lab::sim {
namespace {

struct Stamped {
    std::vector<std::int64_t> timestamps;
    [[nodiscard]] std::int64_t time_at(difficulty::Height height) const {
        return timestamps[static_cast<std::size_t>(height)];
    }
};

TEST(median_time, agrees_with_the_consensus_function_on_wild_timestamps) {
    Random random(5);
    Stamped chain;
    difficulty::RunningMedianTime median;
    for (difficulty::Height height = 0; height < 2'000; ++height) {
        // Few different values, so that equal timestamps meet often.
        chain.timestamps.push_back(static_cast<std::int64_t>(random.bits() % 20) - 10);
        median.append(chain.timestamps.back());
        ASSERT_EQ(median.median(), difficulty::median_time_past(chain, height))
            << "height " << height;
    }
}

constexpr TimestampMoment moment{.clock_s = 10'000, .median_s = 9'000, .height = 100};

TEST(timestamping, honest_miners_write_the_clock) { EXPECT_EQ(honest_timestamp(moment), 10'000); }

TEST(timestamping, honest_miners_stay_above_a_median_ahead_of_the_clock) {
    EXPECT_EQ(honest_timestamp({.clock_s = 10'000, .median_s = 12'000}), 12'001);
}

TEST(timestamping, policies_go_to_the_bounds_and_no_further) {
    using Policy = Timestamps::Policy;
    const auto timestamp = [](Timestamps timestamps) {
        return policy_timestamp(timestamps, 7'200, moment);
    };
    EXPECT_EQ(timestamp({.policy = Policy::earliest}), 9'001);
    EXPECT_EQ(timestamp({.policy = Policy::latest}), 17'200);
    EXPECT_EQ(timestamp({.policy = Policy::offset, .offset_s = 50}), 10'050);
    EXPECT_EQ(timestamp({.policy = Policy::offset, .offset_s = -5'000}), 9'001);
    EXPECT_TRUE(timestamp_accepted(9'001, 7'200, moment));
    EXPECT_FALSE(timestamp_accepted(9'000, 7'200, moment));
    EXPECT_TRUE(timestamp_accepted(17'200, 7'200, moment));
    EXPECT_FALSE(timestamp_accepted(17'201, 7'200, moment));
}

TEST(timestamping, timewarp_is_honest_in_the_last_block_of_a_period_only) {
    const Timestamps warp{
        .policy = Timestamps::Policy::timewarp, .share = 1, .period_blocks = 2016};
    for (const difficulty::Height height : {2014U, 2015U, 2016U}) {
        const TimestampMoment at{.clock_s = 10'000, .median_s = 9'000, .height = height};
        EXPECT_EQ(policy_timestamp(warp, 7'200, at), height == 2015 ? 10'000 : 9'001);
    }
}

}  // namespace
}  // namespace sluice::lab::sim
