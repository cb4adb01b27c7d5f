#include "pool/ledger/commit_queue.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using namespace std::chrono_literals;

std::vector<Credit> batch(std::size_t size) { return std::vector<Credit>(size, {"w", 1, 1, 1.0}); }

TEST(commit_queue, gives_rising_tickets_and_groups_that_cover_them) {
    CommitQueue queue(100, 0ms);
    EXPECT_EQ(queue.push(batch(2)), 1U);
    EXPECT_EQ(queue.push(batch(3)), 2U);
    const auto group = queue.take_group();
    ASSERT_TRUE(group);
    EXPECT_EQ(group->last_ticket, 2U);
    EXPECT_EQ(group->credits.size(), 5U);
    queue.group_committed();
    EXPECT_EQ(queue.status().committed, 2U);
    EXPECT_EQ(queue.status().queued, 0U);
}

TEST(commit_queue, refuses_a_whole_batch_beyond_its_limit) {
    CommitQueue queue(4, 0ms);
    EXPECT_TRUE(queue.push(batch(3)));
    EXPECT_FALSE(queue.push(batch(2)));
    EXPECT_TRUE(queue.push(batch(1)));
    EXPECT_EQ(queue.status().queued, 4U);
}

TEST(commit_queue, counts_a_group_in_flight_against_its_limit) {
    CommitQueue queue(4, 0ms);
    ASSERT_TRUE(queue.push(batch(4)));
    ASSERT_TRUE(queue.take_group());
    EXPECT_FALSE(queue.push(batch(1)));
    queue.write_failed("disk full");
    EXPECT_FALSE(queue.push(batch(1)));
    queue.group_committed();
    EXPECT_TRUE(queue.push(batch(4)));
    EXPECT_EQ(queue.status().commits, 1U);
    EXPECT_EQ(queue.status().credits_committed, 4U);
}

TEST(commit_queue, commits_at_once_when_idle_and_collects_a_group_afterwards) {
    CommitQueue queue(100, 24h);
    ASSERT_TRUE(queue.push(batch(1)));
    queue.wait(std::nullopt);  // would wait a day if it were not idle
    ASSERT_TRUE(queue.take_group());
    queue.group_committed();
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.push(batch(1)));
    EXPECT_FALSE(queue.take_group());
    queue.close();  // ends the wait of the group interval
    queue.wait(std::nullopt);
    const auto group = queue.take_group();
    ASSERT_TRUE(group);
    EXPECT_EQ(group->credits.size(), 2U);
}

TEST(commit_queue, refuses_when_closed_and_then_runs_dry) {
    CommitQueue queue(100, 0ms);
    ASSERT_TRUE(queue.push(batch(1)));
    queue.close();
    EXPECT_FALSE(queue.push(batch(1)));
    ASSERT_TRUE(queue.take_group());
    queue.group_committed();
    EXPECT_FALSE(queue.take_group());
}

TEST(commit_queue, shows_a_failure_until_a_commit_succeeds) {
    CommitQueue queue(100, 0ms);
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.take_group());
    queue.write_failed("disk full");
    EXPECT_FALSE(queue.status().healthy);
    EXPECT_EQ(queue.status().error, "disk full");
    EXPECT_EQ(queue.status().committed, 0U);
    queue.group_committed();
    EXPECT_TRUE(queue.status().healthy);
    EXPECT_EQ(queue.status().error, "");
    EXPECT_EQ(queue.status().commit_failures, 1U);
}

TEST(commit_queue, gives_a_block_at_once_whatever_the_group_interval) {
    CommitQueue queue(100, 24h);
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.take_group());
    queue.group_committed();
    ASSERT_TRUE(queue.push(batch(1)));  // waits a day
    BlockWrite write;
    ASSERT_TRUE(queue.push_block(write));
    queue.wait(std::nullopt);
    EXPECT_EQ(queue.take_blocks().size(), 1U);
    EXPECT_FALSE(queue.take_group());
    EXPECT_EQ(queue.status().blocks_queued, 1U);
    queue.blocks_written(1);
    EXPECT_EQ(queue.status().blocks_queued, 0U);
}

TEST(commit_queue, keeps_a_limited_number_of_block_writes) {
    CommitQueue queue(100, 0ms);
    for (std::size_t i = 0; i < CommitQueue::block_writes_max; ++i) {
        BlockWrite write;
        ASSERT_TRUE(queue.push_block(write));
    }
    EXPECT_EQ(queue.take_blocks().size(), CommitQueue::block_writes_max);
    BlockWrite late{.block = {}, .raw = {1}};
    EXPECT_FALSE(queue.push_block(late)) << "those taken are not written yet";
    EXPECT_EQ(late.raw, Bytes{1});
    queue.blocks_written(1);
    EXPECT_TRUE(queue.push_block(late));
}

TEST(commit_queue, does_not_wake_for_credits_while_a_group_is_tried_again) {
    CommitQueue queue(100, 0ms);
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.take_group());
    ASSERT_TRUE(queue.push(batch(1)));
    const auto retry_at = std::chrono::steady_clock::now() + 10ms;
    queue.wait(retry_at);
    EXPECT_GE(std::chrono::steady_clock::now(), retry_at);
}

}  // namespace
}  // namespace sluice::pool
