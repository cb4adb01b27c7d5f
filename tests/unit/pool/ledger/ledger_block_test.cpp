#include "tests/unit/pool/ledger/ledger_fixture.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

using test::block;
using test::credit;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class ledger_block : public test::LedgerTest {};

TEST_F(ledger_block, keeps_a_found_block_with_its_bytes_until_it_is_accepted) {
    const Bytes raw{1, 2, 3};
    {
        const auto books = open();
        books->record_block(block(1), raw);
        books->record_block(block(2), raw);
        books->record_block(block(2), {});  // known: nothing changes
    }
    const auto books = open();
    const auto pending = books->pending_blocks();
    ASSERT_EQ(pending->size(), 2U);
    EXPECT_EQ(pending->at(0).block, block(1));
    EXPECT_EQ(pending->at(1).raw, raw);

    books->update_block(block(1).hash, BlockStatus::accepted);
    books->update_block(block(2).hash, BlockStatus::rejected, "high-hash");
    ASSERT_TRUE(test::settled(*books));
    EXPECT_TRUE(books->pending_blocks()->empty());
    const auto blocks = books->blocks(10);
    ASSERT_EQ(blocks->size(), 2U);
    EXPECT_EQ(blocks->at(0).height, 2);
    EXPECT_EQ(blocks->at(0).reason, "high-hash");
    EXPECT_EQ(blocks->at(1).status, BlockStatus::accepted);
    EXPECT_EQ(query("SELECT count(*) FROM blocks WHERE raw IS NULL"), 1);
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
    EXPECT_EQ(books->totals()->blocks_rejected, 1);
    EXPECT_EQ(books->blocks(1)->size(), 1U);
}

TEST_F(ledger_block, tells_when_a_block_is_written_and_does_not_wait_for_the_group_interval) {
    const auto books = open({.group_interval = 24h});
    ASSERT_TRUE(books->push({credit("a", 1)}));
    ASSERT_TRUE(test::settled(*books));
    ASSERT_TRUE(books->push({credit("a", 1)}));  // waits a day
    std::promise<std::size_t> pending;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        pending.set_value(outcome ? books->pending_blocks()->size() : 0);
    });
    EXPECT_EQ(pending.get_future().get(), 1U);
}

TEST_F(ledger_block, takes_a_block_at_once_while_the_disk_hangs) {
    test::FailingDisk disk(EIO);
    const auto books = open();
    disk.hang(true);
    ASSERT_TRUE(books->push({credit("a", 1)}));
    disk.wait_until_hanging();
    std::promise<bool> written;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        written.set_value(outcome.has_value());
    });
    books->update_block(block(1).hash, BlockStatus::accepted);
    EXPECT_EQ(books->status().blocks_queued, 2U);
    disk.hang(false);
    EXPECT_TRUE(written.get_future().get());
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
}

TEST_F(ledger_block, writes_a_block_that_the_disk_refused_at_first) {
    test::FailingDisk disk(ENOSPC);
    const auto books = open({.retry_interval = 1ms});
    disk.fail(true);
    std::promise<std::string> refused;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        refused.set_value(outcome ? "" : outcome.error());
    });
    EXPECT_THAT(refused.get_future().get(), HasSubstr("disk full"));
    books->update_block(block(1).hash, BlockStatus::accepted);
    EXPECT_FALSE(test::settled(*books));
    disk.fail(false);
    while (!test::settled(*books)) {
    }
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
    EXPECT_TRUE(books->status().healthy);
}

TEST_F(ledger_block, a_block_that_comes_with_its_verdict_keeps_it) {
    BlockRecord dropped = block(1);
    dropped.status = BlockStatus::orphaned;
    dropped.reason = "another was accepted first";
    {
        const auto books = open();
        books->record_block(dropped, {});
    }
    const auto books = open();
    EXPECT_TRUE(books->pending_blocks()->empty());
    EXPECT_THAT(*books->blocks(10), ElementsAre(dropped));
}

TEST_F(ledger_block, blocks_that_waited_for_the_disk_are_written_together) {
    test::FailingDisk disk(EIO);
    const auto books = open();
    disk.hang(true);
    ASSERT_TRUE(books->push({credit("a", 1)}));
    disk.wait_until_hanging();
    std::vector<std::int64_t> readable;
    for (std::int64_t height = 1; height <= 3; ++height) {
        books->record_block(block(height), {1}, [&](const Result<void>&) {
            readable.push_back(query("SELECT count(*) FROM blocks"));
        });
    }
    disk.hang(false);
    ASSERT_TRUE(test::settled(*books));
    EXPECT_THAT(readable, ElementsAre(3, 3, 3));
}

TEST_F(ledger_block, a_verdict_on_an_unknown_block_holds_nothing_up) {
    const auto books = open();
    books->update_block(block(3).hash, BlockStatus::orphaned);
    books->record_block(block(4), {1});
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(books->totals()->blocks_pending, 1);
}

}  // namespace
}  // namespace sluice::pool
