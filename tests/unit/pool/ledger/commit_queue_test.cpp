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
    const auto group = queue.next_group();
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
    ASSERT_TRUE(queue.next_group());
    EXPECT_FALSE(queue.push(batch(1)));
    queue.group_failed("disk full");
    EXPECT_FALSE(queue.push(batch(1)));
    queue.group_committed();
    EXPECT_TRUE(queue.push(batch(4)));
    EXPECT_EQ(queue.status().commits, 1U);
    EXPECT_EQ(queue.status().credits_committed, 4U);
}

TEST(commit_queue, commits_at_once_when_idle_and_collects_a_group_afterwards) {
    CommitQueue queue(100, 24h);
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.next_group());  // would wait a day if it were not idle
    queue.group_committed();
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.push(batch(1)));
    queue.close();  // ends the wait of the group interval
    const auto group = queue.next_group();
    ASSERT_TRUE(group);
    EXPECT_EQ(group->credits.size(), 2U);
}

TEST(commit_queue, refuses_when_closed_and_then_runs_dry) {
    CommitQueue queue(100, 0ms);
    ASSERT_TRUE(queue.push(batch(1)));
    queue.close();
    EXPECT_FALSE(queue.push(batch(1)));
    ASSERT_TRUE(queue.next_group());
    queue.group_committed();
    EXPECT_FALSE(queue.next_group());
}

TEST(commit_queue, shows_a_failure_until_a_commit_succeeds) {
    CommitQueue queue(100, 0ms);
    ASSERT_TRUE(queue.push(batch(1)));
    ASSERT_TRUE(queue.next_group());
    queue.group_failed("disk full");
    EXPECT_FALSE(queue.status().healthy);
    EXPECT_EQ(queue.status().error, "disk full");
    EXPECT_EQ(queue.status().committed, 0U);
    queue.group_committed();
    EXPECT_TRUE(queue.status().healthy);
    EXPECT_EQ(queue.status().error, "");
    EXPECT_EQ(queue.status().commit_failures, 1U);
}

TEST(commit_queue, takes_an_empty_batch_as_a_marker) {
    CommitQueue queue(100, 0ms);
    EXPECT_EQ(queue.push({}), 1U);
    ASSERT_TRUE(queue.next_group());
    queue.group_committed();
    EXPECT_TRUE(queue.flush());
}

}  // namespace
}  // namespace sluice::pool
