#include "miner/pools/pool_rotation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;

constexpr std::uint64_t seed = 7;

TEST(pool_rotation, a_failing_pool_passes_to_the_next_at_once) {
    PoolRotation rotation{3, {}, seed};
    EXPECT_EQ(rotation.pool(), 0u);
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    EXPECT_EQ(rotation.pool(), 1u);
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    EXPECT_EQ(rotation.pool(), 2u);
    EXPECT_GT(*rotation.ended(0ms), 0ms);
    EXPECT_EQ(rotation.pool(), 0u);
}

TEST(pool_rotation, pauses_double_up_to_the_longest) {
    PoolRotation rotation{1, {.pause_min = 1000ms, .pause_max = 10000ms}, seed};
    for (const auto longest : {1000ms, 2000ms, 4000ms, 8000ms, 10000ms, 10000ms}) {
        const auto pause = *rotation.ended(0ms);
        EXPECT_GE(pause, longest / 2);
        EXPECT_LE(pause, longest);
    }
}

TEST(pool_rotation, a_good_connection_is_resumed_at_the_same_pool) {
    PoolRotation rotation{2, {}, seed};
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    ASSERT_EQ(rotation.pool(), 1u);
    EXPECT_LE(*rotation.ended(60000ms), 1000ms);
    EXPECT_EQ(rotation.pool(), 1u);
}

TEST(pool_rotation, a_flapping_pool_is_a_failing_pool) {
    PoolRotation rotation{2, {}, seed};
    EXPECT_TRUE(rotation.ended(500ms));
    EXPECT_EQ(rotation.pool(), 1u);
}

TEST(pool_rotation, gives_up_after_the_allowed_rounds) {
    PoolRotation once{2, {.rounds_max = 1}, seed};
    EXPECT_TRUE(once.ended(0ms));
    EXPECT_FALSE(once.ended(0ms));
    PoolRotation twice{2, {.rounds_max = 2}, seed};
    EXPECT_TRUE(twice.ended(0ms));
    EXPECT_TRUE(twice.ended(0ms));  // the first round
    EXPECT_TRUE(twice.ended(0ms));
    EXPECT_FALSE(twice.ended(0ms));
}

TEST(pool_rotation, success_starts_the_count_again) {
    PoolRotation rotation{1, {.rounds_max = 2}, seed};
    EXPECT_TRUE(rotation.ended(0ms));
    EXPECT_TRUE(rotation.ended(60000ms));
    EXPECT_TRUE(rotation.ended(0ms));
    EXPECT_FALSE(rotation.ended(0ms));
}

TEST(pool_rotation, a_reconnect_is_followed_a_few_times_in_a_row) {
    PoolRotation rotation{2, {.reconnects_max = 2}, seed};
    EXPECT_TRUE(rotation.follow_reconnect(0ms));
    EXPECT_TRUE(rotation.follow_reconnect(500ms));
    EXPECT_FALSE(rotation.follow_reconnect(500ms));
    EXPECT_EQ(rotation.ended(500ms), 0ms);
    EXPECT_EQ(rotation.pool(), 1u);
    EXPECT_TRUE(rotation.follow_reconnect(0ms));
}

TEST(pool_rotation, a_reconnect_after_a_good_connection_is_always_followed) {
    PoolRotation rotation{2, {.reconnects_max = 1}, seed};
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(rotation.follow_reconnect(60000ms));
        EXPECT_TRUE(rotation.follow_reconnect(0ms));
    }
}

TEST(pool_rotation, looks_at_the_first_pool_less_and_less_often) {
    PoolRotation rotation{2, {.first_pool_check = 1000ms, .first_pool_check_max = 3000ms}, seed};
    for (const auto gap : {1000ms, 2000ms, 3000ms, 3000ms}) {
        EXPECT_EQ(rotation.first_pool_gap(), gap);
        rotation.first_pool_failed();
    }
}

TEST(pool_rotation, a_return_that_does_not_last_makes_the_next_one_later) {
    PoolRotation rotation{2, {.first_pool_check = 1000ms}, seed};
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    EXPECT_EQ(rotation.first_pool_gap(), 1000ms);
    rotation.return_to_first();
    EXPECT_EQ(rotation.pool(), 0u);
    EXPECT_EQ(rotation.ended(500ms), 0ms);
    EXPECT_EQ(rotation.first_pool_gap(), 2000ms);
    EXPECT_TRUE(rotation.ended(60000ms));  // the second pool's good connection changes nothing
    EXPECT_EQ(rotation.first_pool_gap(), 2000ms);
}

TEST(pool_rotation, a_good_connection_to_the_first_pool_forgets_its_failures) {
    PoolRotation rotation{2, {.first_pool_check = 1000ms}, seed};
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    rotation.first_pool_failed();
    rotation.return_to_first();
    EXPECT_TRUE(rotation.ended(60000ms));
    EXPECT_EQ(rotation.first_pool_gap(), 1000ms);
}

TEST(pool_rotation, a_first_pool_that_only_looks_well_is_looked_at_after_the_longest_gap) {
    PoolRotation rotation{2, {.first_pool_check = 1000ms, .first_pool_check_max = 9000ms}, seed};
    rotation.mistrust();
    EXPECT_EQ(rotation.ended(0ms), 0ms);
    EXPECT_EQ(rotation.first_pool_gap(), 9000ms);
}

TEST(pool_rotation, miners_with_other_seeds_come_back_at_other_times) {
    std::vector<std::chrono::milliseconds> pauses;
    for (std::uint64_t one = 0; one < 8; ++one) {
        PoolRotation rotation{1, {}, one};
        pauses.push_back(*rotation.ended(0ms));
    }
    EXPECT_GT(*std::max_element(pauses.begin(), pauses.end()),
              *std::min_element(pauses.begin(), pauses.end()));
}

}  // namespace
}  // namespace sluice::miner
