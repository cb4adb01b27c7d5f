#include "tests/unit/pool/monitor/monitor_fixture.hpp"

#include "pool/monitor/hashrate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

namespace sluice::pool::monitor {
namespace {

using testing::DoubleNear;
using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(monitor, every_window_of_a_steady_miner_tells_the_same_hashrate) {
    VirtualPool pool;
    pool.mine(4000, 2, 1e6);
    const Status status = pool.view.status(pool.now_ms);
    for (const HashrateEstimate& estimate : status.hashrates) {
        EXPECT_DOUBLE_EQ(estimate.hashrate_hps, 2e6) << estimate.window_s;
        EXPECT_NEAR(estimate.observed_s, estimate.window_s, 10.0);
    }
    EXPECT_EQ(status.hashrates[0].shares, 20U);
}

TEST(monitor, windows_of_a_young_pool_cover_only_its_age) {
    VirtualPool pool;
    pool.mine(20, 1, 500);
    const HashrateEstimate hour = pool.view.status(pool.now_ms).hashrates[3];
    EXPECT_EQ(hour.window_s, 3600);
    EXPECT_DOUBLE_EQ(hour.observed_s, 20);
    EXPECT_DOUBLE_EQ(hour.hashrate_hps, 500);
}

TEST(monitor, margin_is_the_poisson_error_of_the_credited_hashes) {
    VirtualPool pool;
    pool.mine(10, 10, 1000);  // 100 shares: relative standard error 1/10
    const HashrateEstimate estimate = pool.view.status(pool.now_ms).hashrates[0];
    EXPECT_NEAR(estimate.margin_hps / estimate.hashrate_hps, 1.96 / 10, 1e-4);
}

TEST(monitor, short_window_forgets_what_the_long_one_remembers) {
    VirtualPool pool;
    pool.mine(50, 1, 1000);
    pool.mine(10, 0, 0);
    const Status status = pool.view.status(pool.now_ms);
    EXPECT_EQ(status.hashrates[0].hashrate_hps, 0);
    EXPECT_NEAR(status.hashrates[1].hashrate_hps, 1000 * 50 / 60.0, 1e-9);
}

TEST(monitor, ignores_a_tick_from_the_past) {
    VirtualPool pool;
    pool.mine(5, 1, 1000);
    pool.view.tick(start_ms, start_ms);
    EXPECT_THAT(pool.view.history(HistoryRange::minutes_15, 0).time_s, SizeIs(6));
}

TEST(monitor, goes_on_when_the_wall_clock_is_set_back) {
    VirtualPool pool;
    pool.mine(60, 1, 1000);
    pool.wall_offset_ms = -3'600'000;
    pool.mine(60, 2, 1000);
    const Status status = pool.view.status(pool.now_ms + pool.wall_offset_ms);
    EXPECT_EQ(status.hashrates[1].hashrate_hps, 2000);
    EXPECT_EQ(status.uptime_ms, 120'000);
    EXPECT_NEAR(pool.view.workers({.limit = 1}).rows.at(0).hashrate.hashrate_hps, 1500, 20);
}

TEST(monitor, labels_its_history_by_the_wall_clock_as_it_is_set_now) {
    VirtualPool pool;
    pool.mine(60, 1, 1000);
    const double last_s = pool.view.history(HistoryRange::minutes_15, 0).time_s.back();
    pool.wall_offset_ms = -3'600'000;
    pool.mine(60, 1, 1000);
    const History again = pool.view.history(HistoryRange::minutes_15, last_s);
    EXPECT_THAT(again.time_s, SizeIs(121)) << "a client that follows gets the range anew";
    EXPECT_EQ(again.time_s.back(), last_s + 60 - 3600);
    EXPECT_TRUE(std::is_sorted(again.time_s.begin(), again.time_s.end()));
    EXPECT_THAT(pool.view.history(HistoryRange::minutes_15, again.time_s.back()).time_s, IsEmpty());
}

TEST(monitor, keeps_its_labels_while_the_clocks_drift_by_less_than_a_second) {
    VirtualPool pool;
    pool.mine(5, 1, 1000);
    const double last_s = pool.view.history(HistoryRange::minutes_15, 0).time_s.back();
    pool.wall_offset_ms = -900;
    pool.mine(1, 1, 1000);
    EXPECT_THAT(pool.view.history(HistoryRange::minutes_15, last_s).time_s, SizeIs(1));
}

TEST(monitor, counts_every_share_of_many_threads) {
    VirtualPool pool;
    const auto count_from = [&pool](int) {
        const auto meter = pool.view.worker("shared");
        for (int i = 0; i < 10'000; ++i) {
            pool.view.share_accepted(*meter, {.hashes = 2, .difficulty = 1});
            pool.view.share_rejected(*meter, RejectReason::stale);
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back(count_from, i);
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    const ShareCounts shares = pool.view.status(pool.now_ms).shares;
    EXPECT_EQ(shares.accepted, 40'000U);
    EXPECT_EQ(shares.rejected, 40'000U);
    EXPECT_EQ(shares.rejected_by[static_cast<std::size_t>(RejectReason::stale)], 40'000U);
    EXPECT_EQ(shares.hashes_credited, 80'000);
    EXPECT_EQ(pool.view.workers({.limit = 1}).rows.at(0).accepted, 40'000U);
}

TEST(monitor, counts_sessions) {
    VirtualPool pool;
    pool.view.session_opened();
    pool.view.session_opened();
    pool.view.session_closed();
    EXPECT_EQ(pool.view.status(pool.now_ms).sessions, 1);
}

TEST(monitor, equilibrium_difficulty_of_the_embedded_chain_follows_the_pools_hashrate) {
    VirtualPool pool;
    pool.mine(60, 1, 1e9);
    const NetworkView network = pool.view.status(pool.now_ms).network;
    EXPECT_DOUBLE_EQ(network.hashrate_hps, 1e9);
    EXPECT_NEAR(network.difficulty_at_equilibrium, 1e10 / 4295032833.0, 1e-9);
}

TEST(monitor, network_hashrate_of_a_real_chain_comes_from_its_blocks) {
    PoolIdentity identity = test_identity();
    identity.pool_is_network = false;
    VirtualPool pool(identity);
    for (int i = 0; i < 5; ++i) {
        pool.view.job_published({.height = 100 + i,
                                 .network_difficulty = 3,
                                 .clean = true,
                                 .steady_ms = start_ms + i * 20'000});
    }
    EXPECT_NEAR(pool.view.status(pool.now_ms).network.hashrate_hps,
                3 * hashes_per_network_difficulty / 20, 1);
}

TEST(monitor, network_hashrate_is_unknown_after_blocks_went_by_unseen) {
    PoolIdentity identity = test_identity();
    identity.pool_is_network = false;
    VirtualPool pool(identity);
    for (const std::int64_t height : {1, 2, 3, 9}) {
        pool.view.job_published(
            {.height = height, .network_difficulty = 1, .steady_ms = start_ms + height * 1000});
    }
    EXPECT_EQ(pool.view.status(pool.now_ms).network.hashrate_hps, 0);
}

TEST(monitor, effort_is_one_after_the_expected_hashes_of_a_block) {
    VirtualPool pool;
    pool.view.job_published({.height = 1, .network_difficulty = 2});
    pool.mine(1, 2, hashes_per_network_difficulty);
    EXPECT_DOUBLE_EQ(pool.view.status(pool.now_ms).blocks.effort_current.value(), 1.0);
    pool.view.block_found(pool.block(1, 1000));
    EXPECT_EQ(pool.view.status(pool.now_ms).blocks.effort_current.value(), 0.0);
}

TEST(monitor, metrics_follow_the_prometheus_text_format) {
    VirtualPool pool;
    pool.mine(3, 1, 4096);
    pool.view.share_rejected(RejectReason::duplicate);
    pool.view.job_published({.height = 42, .network_difficulty = 0.5});
    pool.view.job_broadcast(0.003);
    pool.view.set_ledger({.credits_committed = 7});
    pool.view.block_found(pool.block(42, 100));
    pool.view.block_verdict("hash-42", BlockStatus::accepted);
    const std::string text = pool.view.metrics_text();
    for (const char* line :
         {"# TYPE sluice_pool_shares_accepted_total counter\n",
          "\nsluice_pool_shares_accepted_total 3\n",
          "\nsluice_pool_shares_rejected_total{reason=\"duplicate\"} 1\n",
          "\nsluice_pool_hashes_credited_total 12288\n", "\nsluice_pool_network_difficulty 0.5\n",
          "\nsluice_pool_block_height 42\n", "\nsluice_pool_blocks_found_total 1\n",
          "\nsluice_pool_blocks_total{verdict=\"accepted\"} 1\n",
          "\nsluice_pool_ledger_healthy 1\n", "\nsluice_pool_ledger_shares_committed_total 7\n",
          "\nsluice_pool_job_broadcast_seconds_bucket{le=\"0.005\"} 1\n",
          "\nsluice_pool_job_broadcast_seconds_count 1\n"}) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST(monitor, takes_the_block_interval_that_the_source_tells) {
    VirtualPool pool;
    pool.mine(100, 1, 1e9);
    const double before = pool.view.status(pool.now_ms).network.difficulty_at_equilibrium;
    pool.view.set_source({.block_interval_s = 25});
    const Status status = pool.view.status(pool.now_ms);
    EXPECT_EQ(status.identity.block_interval_target_s, 25);
    EXPECT_NEAR(status.network.difficulty_at_equilibrium, 2.5 * before, 1e-9 * before);
}

}  // namespace
}  // namespace sluice::pool::monitor
