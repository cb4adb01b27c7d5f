#include "tests/unit/pool/monitor/monitor_fixture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sluice::pool::monitor {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::SizeIs;

void expect_columns_of_equal_length(const History& history) {
    for (const auto* column :
         {&history.hashrate_hps, &history.hashrate_margin_hps, &history.accepted_per_min,
          &history.rejected_per_min, &history.network_difficulty, &history.equilibrium_difficulty,
          &history.sessions}) {
        EXPECT_EQ(column->size(), history.time_s.size());
    }
}

TEST(history, stays_bounded_over_days_and_keeps_each_range) {
    VirtualPool pool;
    pool.mine(3 * 86'400, 1, 1000);
    const double now_s = static_cast<double>(pool.now_ms) / 1000;
    const struct {
        HistoryRange range;
        std::size_t points;
        double reach_s;
    } ranges[] = {{HistoryRange::minutes_15, 900, 900},
                  {HistoryRange::hours_3, 1080, 10'800},
                  {HistoryRange::days_2, 2880, 172'800}};
    for (const auto& expected : ranges) {
        const History history = pool.view.history(expected.range, 0);
        expect_columns_of_equal_length(history);
        EXPECT_THAT(history.time_s, SizeIs(expected.points));
        EXPECT_NEAR(history.time_s.front(), now_s - expected.reach_s, history.step_s);
        EXPECT_THAT(history.hashrate_hps, Each(DoubleEq(1000)));
        EXPECT_THAT(history.accepted_per_min, Each(DoubleEq(60)));
        EXPECT_TRUE(std::is_sorted(history.time_s.begin(), history.time_s.end()));
    }
}

TEST(history, since_gives_only_later_points) {
    VirtualPool pool;
    pool.mine(100, 1, 1000);
    const double since_s = static_cast<double>(pool.now_ms) / 1000 - 3;
    const History history = pool.view.history(HistoryRange::minutes_15, since_s);
    ASSERT_THAT(history.time_s, SizeIs(3));
    EXPECT_EQ(history.time_s.front(), since_s + 1);
    EXPECT_EQ(history.hashrate_hps.front(), 1000);
}

TEST(history, leaves_a_gap_while_a_window_has_hardly_begun) {
    VirtualPool pool;
    pool.mine(30, 1, 1000);
    const History history = pool.view.history(HistoryRange::minutes_15, 0);
    EXPECT_TRUE(std::isnan(history.hashrate_hps[3]));
    EXPECT_TRUE(std::isnan(history.accepted_per_min[3]));
    EXPECT_EQ(history.hashrate_hps[15], 1000);
}

TEST(history, leaves_a_gap_while_no_job_told_the_difficulty) {
    VirtualPool pool;
    pool.mine(2, 1, 1000);
    pool.view.job_published({.height = 1, .network_difficulty = 7});
    pool.mine(1, 1, 1000);
    const History history = pool.view.history(HistoryRange::minutes_15, 0);
    EXPECT_TRUE(std::isnan(history.network_difficulty[1]));
    EXPECT_EQ(history.network_difficulty.back(), 7);
}

TEST(history, survives_a_pause_longer_than_its_reach) {
    VirtualPool pool;
    pool.mine(60, 1, 1000);
    pool.now_ms += 86'400'000;
    pool.mine(60, 1, 1000);
    const History history = pool.view.history(HistoryRange::minutes_15, 0);
    expect_columns_of_equal_length(history);
    EXPECT_THAT(history.time_s, SizeIs(60));
    EXPECT_EQ(history.hashrate_hps.back(), 1000);
}

}  // namespace
}  // namespace sluice::pool::monitor
