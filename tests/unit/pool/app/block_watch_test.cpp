// Blocks that change their place on the best chain after the source has judged them.

#include "pool/app/block_watch.hpp"
#include "pool/app/monitor_views.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "tests/unit/pool/app/scripted_source.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace sluice::pool {
namespace {

class BlockWatchTest : public testing::Test {
protected:
    void SetUp() override {
        auto opened = open_sqlite_ledger(folder_ / "ledger.db");
        ASSERT_TRUE(opened) << opened.error();
        ledger_ = std::move(*opened);
        watch_ = std::make_unique<BlockWatch>(control_, source_, *ledger_, monitor_);
    }

    /// A block of height 100 that is in the ledger and on the page.
    void follow(std::uint8_t id, BlockStatus status) {
        BlockRecord record;
        record.height = 100;
        record.hash = hash_of(id);
        record.status = status;
        ledger_->record_block(record, {1});
        ledger_->update_block(record.hash, status);
        monitor_.block_found(shown_block(record));
        watch_->follow(record);
    }

    void move_tip(std::int64_t height, std::uint8_t tip = 0) {
        watch_->tip_moved(height, hash_of(tip));
        control_.restart();
        control_.run();
    }

    BlockStatus booked() {
        EXPECT_TRUE(test::settled(*ledger_));
        return ledger_->blocks(1)->front().status;
    }
    BlockStatus shown() { return monitor_.blocks(1).front().block.verdict; }

    test::ScratchFolder folder_;
    boost::asio::io_context control_;
    ScriptedSource source_;
    Monitor monitor_{monitor::PoolIdentity{}};
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<BlockWatch> watch_;
};

TEST_F(BlockWatchTest, an_accepted_block_that_a_longer_chain_replaces_is_orphaned) {
    follow(1, BlockStatus::accepted);
    source_.standings[hash_of(1)] = BlockStatus::orphaned;
    move_tip(101);
    EXPECT_EQ(booked(), BlockStatus::orphaned);
    EXPECT_EQ(shown(), BlockStatus::orphaned);
}

TEST_F(BlockWatchTest, a_block_that_wins_its_race_late_is_accepted) {
    follow(1, BlockStatus::orphaned);
    source_.standings[hash_of(1)] = BlockStatus::accepted;
    move_tip(101);
    EXPECT_EQ(booked(), BlockStatus::accepted);
    EXPECT_EQ(shown(), BlockStatus::accepted);
}

TEST_F(BlockWatchTest, asks_ever_less_often_until_the_block_is_buried) {
    follow(1, BlockStatus::accepted);
    source_.standings[hash_of(1)] = BlockStatus::accepted;
    move_tip(100, 1);
    for (std::int64_t tip = 101; tip <= 250; ++tip) {
        move_tip(tip);
    }
    EXPECT_EQ(source_.looked_up.size(), 7U);  // 1, 2, 4, ... 64 blocks on top
    EXPECT_EQ(watch_->size(), 0U);
}

TEST_F(BlockWatchTest, a_block_on_top_is_asked_about_once_the_tip_is_below_it) {
    follow(1, BlockStatus::accepted);
    source_.standings[hash_of(1)] = BlockStatus::accepted;
    move_tip(100, 1);
    EXPECT_TRUE(source_.looked_up.empty()) << "it is the tip";
    source_.standings[hash_of(1)] = BlockStatus::orphaned;
    move_tip(99, 7);
    EXPECT_EQ(booked(), BlockStatus::orphaned);
    EXPECT_EQ(shown(), BlockStatus::orphaned);
    move_tip(100, 8);
    EXPECT_EQ(source_.looked_up.size(), 1U) << "nothing new about a block off the chain";
    source_.standings[hash_of(1)] = BlockStatus::accepted;
    move_tip(100, 1);
    EXPECT_EQ(booked(), BlockStatus::accepted) << "the node has taken it back";
}

TEST_F(BlockWatchTest, a_block_on_top_is_asked_about_once_another_has_its_height) {
    follow(1, BlockStatus::accepted);
    source_.standings[hash_of(1)] = BlockStatus::orphaned;
    move_tip(100, 8);
    EXPECT_EQ(booked(), BlockStatus::orphaned);
}

TEST_F(BlockWatchTest, a_tip_that_moves_while_the_source_is_asked_is_not_missed) {
    follow(1, BlockStatus::accepted);
    source_.standings[hash_of(1)] = BlockStatus::accepted;
    source_.while_looked_up = [&] {
        if (source_.looked_up.size() == 1) {
            source_.standings[hash_of(1)] = BlockStatus::orphaned;
            watch_->tip_moved(102, hash_of(9));
        }
    };
    move_tip(101, 8);
    EXPECT_EQ(source_.looked_up.size(), 2U);
    EXPECT_EQ(booked(), BlockStatus::orphaned);
}

TEST_F(BlockWatchTest, a_source_that_cannot_say_changes_nothing) {
    follow(1, BlockStatus::accepted);
    move_tip(101);
    EXPECT_EQ(source_.looked_up.size(), 1U);
    EXPECT_EQ(booked(), BlockStatus::accepted);
    EXPECT_EQ(watch_->size(), 1U);
}

TEST_F(BlockWatchTest, follows_only_blocks_with_a_place) {
    follow(1, BlockStatus::rejected);
    follow(2, BlockStatus::pending);
    EXPECT_EQ(watch_->size(), 0U);
}

TEST_F(BlockWatchTest, blocks_of_earlier_runs_that_are_buried_are_not_asked_about) {
    follow(1, BlockStatus::accepted);
    move_tip(201);
    EXPECT_TRUE(source_.looked_up.empty());
    EXPECT_EQ(watch_->size(), 0U);
}

}  // namespace
}  // namespace sluice::pool
