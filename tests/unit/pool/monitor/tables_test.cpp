#include "tests/unit/pool/monitor/monitor_fixture.hpp"

#include "pool/monitor/hashrate.hpp"
#include "pool/monitor/recent_blocks.hpp"
#include "pool/monitor/worker_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool::monitor {
namespace {

using testing::ElementsAre;
using testing::SizeIs;

/// In the order of names.
std::vector<std::string> names_of(const WorkerTable& table) {
    std::vector<std::string> names;
    for (const WorkerRow& row : table.rows(0)) {
        names.push_back(row.name);
    }
    return names;
}

std::uint64_t count_of(const BlockCounts& counts, BlockStatus verdict) {
    return counts.by_verdict[static_cast<std::size_t>(verdict)];
}

TEST(block_board, lists_the_newest_thousand_first_and_counts_all) {
    VirtualPool pool;
    for (int height = 1; height <= 1250; ++height) {
        pool.view.block_found(pool.block(height, height * 10'000));
    }
    const auto rows = pool.view.blocks(5000);
    ASSERT_THAT(rows, SizeIs(1000));
    EXPECT_EQ(rows.front().block.height, 1250);
    EXPECT_EQ(rows.front().interval_s, 10.0);
    const BlockCounts counts = pool.view.status(pool.now_ms).blocks;
    EXPECT_EQ(counts.found, 1250U);
    EXPECT_EQ(counts.interval_mean_s, 10.0);
    EXPECT_EQ(counts.last_ms, start_ms + 12'500'000);
}

TEST(block_board, effort_goes_on_where_an_earlier_run_ended) {
    VirtualPool pool;
    const double a_block = hashes_per_network_difficulty;
    pool.view.job_published({.height = 1, .network_difficulty = 1});
    pool.view.restore_blocks({pool.block(1, 0)}, 1);
    pool.view.restore_effort(0.25 * a_block);
    EXPECT_DOUBLE_EQ(pool.view.status(pool.now_ms).blocks.effort_current.value(), 0.25);
    pool.mine(1, 1, 0.5 * a_block);
    EXPECT_DOUBLE_EQ(pool.view.status(pool.now_ms).blocks.effort_current.value(), 0.75);
    pool.view.block_found(pool.block(2, 1000));
    EXPECT_DOUBLE_EQ(pool.view.status(pool.now_ms).blocks.effort_current.value(), 0.0);
}

TEST(worker_table, shows_the_last_figures_of_earlier_runs_and_counts_on) {
    VirtualPool pool;
    pool.view.restore_workers({{"alice", 1000, start_ms - 5000, 8, 77}, {"bob", 7, 1, 2, 3}});
    const auto before = pool.view.workers({.limit = 10});
    ASSERT_THAT(before.rows, SizeIs(2));
    EXPECT_EQ(before.rows[0].name, "alice");
    EXPECT_FALSE(before.rows[0].connected);
    EXPECT_EQ(before.rows[0].best_share, 77);
    EXPECT_EQ(before.rows[0].difficulty, 8);
    EXPECT_EQ(before.rows[0].last_share_ms, start_ms - 5000);
    pool.mine(30, 1, 10.0);
    const WorkerRow alice = pool.view.workers({.limit = 10}).rows.at(0);
    EXPECT_EQ(alice.accepted, 1030U);
    EXPECT_EQ(alice.best_share, 77);
    EXPECT_EQ(alice.hashrate.shares, 30U) << "the rate is of this run alone";
}

TEST(worker_table, earlier_workers_take_no_place_from_those_that_are_listed) {
    WorkerTable table(2);
    const auto held = table.meter("here", 0);
    table.restore({.name = "past"}, 0);
    table.restore({.name = "too many"}, 0);
    table.restore({.name = "here", .shares = 5}, 0);
    EXPECT_THAT(names_of(table), ElementsAre("here", "past"));
    EXPECT_EQ(held->read().accepted, 0U);
}

TEST(block_board, gives_no_interval_when_the_parent_is_not_ours) {
    VirtualPool pool;
    pool.view.block_found(pool.block(1, 0));
    pool.view.block_found(pool.block(5, 9000));
    EXPECT_FALSE(pool.view.blocks(1).at(0).interval_s.has_value());
}

TEST(block_board, gives_no_interval_when_the_clock_was_set_back_in_between) {
    VirtualPool pool;
    pool.view.block_found(pool.block(1, 3'600'000));
    pool.view.block_found(pool.block(2, 10'000));
    EXPECT_FALSE(pool.view.blocks(1).at(0).interval_s.has_value());
}

TEST(block_board, measures_the_interval_from_the_parent_that_stayed_in_the_chain) {
    VirtualPool pool;
    pool.view.block_found(pool.block(1, 0));
    PoolBlock refused = pool.block(2, 3000);
    refused.hash = "refused";
    pool.view.block_found(refused);
    pool.view.block_verdict("refused", BlockStatus::rejected, "high-hash");
    pool.view.block_found(pool.block(2, 5000));
    pool.view.block_found(pool.block(3, 7000));
    const auto rows = pool.view.blocks(10);
    EXPECT_EQ(rows[0].interval_s, 2.0);
    EXPECT_EQ(rows[1].interval_s, 5.0);
    EXPECT_EQ(rows[2].block.reason, "high-hash");
}

TEST(block_board, moves_a_block_between_verdicts) {
    VirtualPool pool;
    pool.view.block_found(pool.block(1, 0));
    pool.view.block_verdict("hash-1", BlockStatus::accepted);
    pool.view.block_verdict("hash-1", BlockStatus::accepted);
    pool.view.block_verdict("hash-1", BlockStatus::orphaned);
    pool.view.block_verdict("unknown", BlockStatus::accepted);
    const BlockCounts counts = pool.view.status(pool.now_ms).blocks;
    EXPECT_EQ(count_of(counts, BlockStatus::pending), 0U);
    EXPECT_EQ(count_of(counts, BlockStatus::accepted), 0U);
    EXPECT_EQ(count_of(counts, BlockStatus::orphaned), 1U);
    EXPECT_EQ(counts.verdict_events[static_cast<std::size_t>(BlockStatus::accepted)], 1U);
}

TEST(block_board, goes_on_from_an_earlier_run) {
    VirtualPool pool;
    PoolBlock old = pool.block(8, -20'000);
    old.verdict = BlockStatus::accepted;
    pool.view.restore_blocks({old}, 8);
    pool.view.block_found(pool.block(9, 1000));
    const BlockCounts counts = pool.view.status(pool.now_ms).blocks;
    EXPECT_EQ(counts.found, 9U);
    EXPECT_EQ(counts.found_since_start, 1U);
    EXPECT_EQ(count_of(counts, BlockStatus::accepted), 8U);
    EXPECT_EQ(pool.view.blocks(1).at(0).interval_s, 21.0);
}

TEST(worker_table, sorts_by_hashrate_and_limits_rows_but_not_the_count) {
    VirtualPool pool;
    pool.mine(30, 1, 1000, "slow");
    pool.mine(30, 1, 9000, "fast");
    const WorkerTableView view = pool.view.workers({.limit = 1});
    EXPECT_EQ(view.tracked, 2U);
    ASSERT_THAT(view.rows, SizeIs(1));
    EXPECT_EQ(view.rows[0].name, "fast");
    EXPECT_EQ(view.rows[0].hashrate.hashrate_hps, 9000);
    EXPECT_EQ(view.rows[0].last_share_ms, pool.now_ms);
}

TEST(worker_table, shows_a_worker_as_connected_while_its_handle_is_held) {
    VirtualPool pool;
    auto meter = pool.view.worker("alice");
    EXPECT_TRUE(pool.view.workers({.limit = 1}).rows.at(0).connected);
    meter.reset();
    EXPECT_FALSE(pool.view.workers({.limit = 1}).rows.at(0).connected);
}

TEST(worker_table, gives_both_sessions_of_a_name_one_meter) {
    WorkerTable table;
    EXPECT_EQ(table.meter("alice", 0), table.meter("alice", 5));
}

TEST(worker_table, keeps_the_best_share) {
    WorkerMeter meter;
    meter.add({.hashes = 1, .share_difficulty = 50});
    meter.add({.hashes = 1, .share_difficulty = 3});
    EXPECT_EQ(meter.read().best_share, 50);
}

TEST(worker_table, names_without_shares_do_not_hide_one_that_has_them) {
    WorkerTable table(2);
    const auto idle_a = table.meter("idle a", 0);
    const auto idle_b = table.meter("idle b", 0);
    const auto honest = table.meter("honest", 0);
    EXPECT_EQ(table.meter("honest", 0), honest) << "waiting, with a meter of its own";
    honest->add({.hashes = 1, .time_ms = 1000});
    table.sample(20'000);
    EXPECT_THAT(names_of(table), ElementsAre("honest", "idle b"));
    idle_a->add({.hashes = 1, .time_ms = 21'000});
    table.sample(40'000);
    EXPECT_THAT(names_of(table), ElementsAre("honest", "idle a"));
    EXPECT_EQ(table.rows(40'000)[1].accepted, 1U);
}

TEST(worker_table, a_waiting_name_takes_the_place_of_one_that_has_gone) {
    WorkerTable table(1);
    auto gone = table.meter("gone", 0);
    gone->add({.hashes = 1, .time_ms = 1000});
    const auto waiting = table.meter("waiting", 0);
    waiting->add({.hashes = 1, .time_ms = 1000});
    table.sample(20'000);
    EXPECT_THAT(names_of(table), ElementsAre("gone")) << "it has shares and is connected";
    gone.reset();
    table.sample(40'000);
    table.sample(60'000);
    EXPECT_THAT(names_of(table), ElementsAre("waiting"));
}

TEST(worker_table, a_waiting_name_keeps_its_meter_when_it_logs_in_where_there_is_room_again) {
    WorkerTable table(1);
    auto gone = table.meter("gone", 0);
    const auto first = table.meter("two rigs", 0);
    gone.reset();
    table.sample(20'000);
    first->add({.hashes = 1, .time_ms = 21'000});
    EXPECT_EQ(table.meter("two rigs", 22'000), first);
    EXPECT_THAT(names_of(table), ElementsAre("two rigs"));
    const WorkerRow row = table.rows(30'000)[0];
    EXPECT_EQ(row.accepted, 1U);
    EXPECT_EQ(row.hashrate.hashrate_hps, 0) << "the window begins when it is listed";
}

TEST(worker_table, forgets_the_longest_idle_name_at_its_limit) {
    WorkerTable table(2);
    table.meter("early", 0)->add({.hashes = 1, .time_ms = 1000});
    table.meter("late", 0)->add({.hashes = 1, .time_ms = 2000});
    table.sample(20'000);
    const auto held = table.meter("new", 21'000);
    EXPECT_THAT(names_of(table), ElementsAre("late", "new"));
}

TEST(worker_table, keeps_an_idle_name_that_came_back) {
    WorkerTable table(2);
    table.meter("early", 0)->add({.hashes = 1, .time_ms = 1000});
    table.meter("late", 0)->add({.hashes = 1, .time_ms = 2000});
    table.sample(20'000);
    const auto back = table.meter("early", 20'000);
    const auto held = table.meter("new", 21'000);
    EXPECT_THAT(names_of(table), ElementsAre("early", "new"));
}

TEST(worker_table, walks_its_names_in_samples_only) {
    WorkerTable table(1);
    auto alice = table.meter("alice", 0);
    table.sample(20'000);
    alice.reset();
    const auto bob = table.meter("bob", 21'000);
    EXPECT_THAT(names_of(table), ElementsAre("alice")) << "found by a walk on a shard's thread";
    table.sample(40'000);
    const auto carol = table.meter("carol", 41'000);
    EXPECT_THAT(names_of(table), ElementsAre("carol"));
}

TEST(worker_table, shows_equal_hashrates_by_name) {
    std::vector<WorkerRow> rows(4);
    rows[0].name = "d";
    rows[1].name = "b";
    rows[2].name = "c";
    rows[2].hashrate.hashrate_hps = 1;
    rows[3].name = "a";
    const WorkerTableView view = table_of(std::move(rows), {.limit = 3});
    EXPECT_EQ(view.tracked, 4U);
    ASSERT_THAT(view.rows, SizeIs(3));
    EXPECT_EQ(view.rows[0].name + view.rows[1].name + view.rows[2].name, "cab");
}

TEST(worker_table, names_past_the_limit_have_meters_of_their_own_while_all_are_connected) {
    WorkerTable table(1);
    const auto held = table.meter("alice", 0);
    const auto bob = table.meter("bob", 0);
    EXPECT_NE(bob, table.meter("carol", 0));
    EXPECT_NE(bob, held);
    EXPECT_THAT(names_of(table), ElementsAre("alice"));
}

TEST(worker_table, window_slides) {
    WorkerTable table;
    const auto meter = table.meter("alice", 0);
    for (std::int64_t now_ms = 1000; now_ms <= 1'200'000; now_ms += 1000) {
        if (now_ms <= 600'000) {
            meter->add({.hashes = 100, .time_ms = now_ms});
        }
        table.sample(now_ms);
    }
    EXPECT_EQ(table.rows(1'200'000).at(0).hashrate.shares, 0U);
    EXPECT_EQ(table.rows(1'200'000).at(0).accepted, 600U);
}

TEST(worker_table, cuts_long_names) {
    WorkerTable table;
    const auto held = table.meter(std::string(1000, 'x'), 0);
    EXPECT_THAT(table.rows(0).at(0).name, SizeIs(128));
}

}  // namespace
}  // namespace sluice::pool::monitor
