// What happens to a found block, with a source that answers as each test tells it to.

#include "pool/app/block_submitter.hpp"
#include "pool/app/monitor_views.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "tests/unit/pool/app/scripted_source.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>
#include <spdlog/sinks/ringbuffer_sink.h>
#include <spdlog/spdlog.h>

#include <chrono>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

using namespace std::chrono_literals;

class BlockSubmitterTest : public testing::Test {
protected:
    void SetUp() override {
        auto opened = open_sqlite_ledger(folder_ / "ledger.db");
        ASSERT_TRUE(opened) << opened.error();
        ledger_ = std::move(*opened);
        watch_ = std::make_unique<BlockWatch>(control_, source_, *ledger_, monitor_);
        submitter_ = submitter();
    }

    /// Tries again at once, and waits for the ledger as long as it takes.
    static BlockSubmitterOptions impatient() {
        return {.record_wait = 1h, .retry_min = 0ms, .retry_max = 0ms};
    }

    std::unique_ptr<BlockSubmitter> submitter(BlockSubmitterOptions options = impatient()) {
        return std::make_unique<BlockSubmitter>(control_, source_, *ledger_, monitor_, *watch_,
                                                options);
    }

    FoundBlock found(std::uint8_t id, std::uint8_t previous) {
        auto block_template = std::make_shared<protocol::BlockTemplate>();
        block_template->height = 100;
        auto job = std::make_shared<Job>();
        job->block_template = block_template;
        job->network_target = protocol::difficulty_1_target();
        FoundBlock block;
        block.job = job;
        block.header.previous = hash_of(previous);
        block.id = hash_of(id);
        block.worker = "miner";
        return block;
    }

    void run() {
        control_.restart();
        control_.run();
    }

    using Books = std::map<protocol::Hash256, BlockStatus>;

    /// What the ledger has written down.
    Books books() {
        EXPECT_TRUE(test::settled(*ledger_));
        Books statuses;
        const auto blocks = ledger_->blocks(100);
        EXPECT_TRUE(blocks);
        for (const BlockRecord& block : *blocks) {
            statuses[block.hash] = block.status;
        }
        return statuses;
    }

    /// Blocks that the Monitor counts under this verdict.
    std::uint64_t shown(BlockStatus verdict) {
        return monitor_.status(0).blocks.by_verdict[static_cast<std::size_t>(verdict)];
    }

    test::ScratchFolder folder_;
    boost::asio::io_context control_;
    ScriptedSource source_;
    Monitor monitor_{monitor::PoolIdentity{}};
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<BlockWatch> watch_;
    std::unique_ptr<BlockSubmitter> submitter_;
};

TEST_F(BlockSubmitterTest, writes_a_block_down_before_it_is_submitted) {
    Books while_asked;
    source_.while_asked = [&] { while_asked = books(); };
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(while_asked, (Books{{hash_of(1), BlockStatus::pending}}));
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, submits_without_the_ledger_when_the_disk_hangs) {
    test::FailingDisk disk(EIO);
    submitter_ = submitter({.record_wait = 1ms});
    disk.hang(true);
    submitter_->submit(found(1, 8));
    submitter_->submit(found(2, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 2U);
    EXPECT_EQ(submitter_->waiting(), 0U);
    disk.hang(false);
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::accepted}, {hash_of(2), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, the_monitor_hears_of_a_block_after_it_has_left) {
    std::uint64_t known = 1;
    source_.while_asked = [&] { known = monitor_.status(0).blocks.found; };
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(known, 0U);
    EXPECT_EQ(shown(BlockStatus::accepted), 1U);
}

TEST_F(BlockSubmitterTest, shows_a_block_while_nobody_has_judged_it) {
    source_.verdicts[hash_of(1)] = {BlockStatus::pending, "node away"};
    source_.while_asked = [&] {
        if (source_.asked.size() == 3) {
            EXPECT_EQ(shown(BlockStatus::pending), 1U);
            source_.verdicts.clear();
        }
    };
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 3U);
    EXPECT_EQ(monitor_.status(0).blocks.found, 1U);
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, submits_one_block_of_a_height_when_it_is_accepted) {
    submitter_->submit(found(1, 9));
    submitter_->submit(found(2, 9));
    run();
    submitter_->submit(found(3, 9));
    run();
    EXPECT_EQ(source_.asked, (std::vector{hash_of(1)}));
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted},
                              {hash_of(2), BlockStatus::orphaned},
                              {hash_of(3), BlockStatus::orphaned}}));
    EXPECT_EQ(shown(BlockStatus::accepted), 1U);
    EXPECT_EQ(shown(BlockStatus::orphaned), 2U);
}

TEST_F(BlockSubmitterTest, submits_again_on_a_tip_whose_block_has_left_the_chain) {
    submitter_->submit(found(1, 9));
    run();
    submitter_->tip_moved(hash_of(1));
    submitter_->submit(found(2, 9));
    run();
    EXPECT_EQ(source_.asked, (std::vector{hash_of(1)})) << "the tip is our block";
    submitter_->tip_moved(hash_of(9));
    submitter_->submit(found(3, 9));
    run();
    EXPECT_EQ(source_.asked, (std::vector{hash_of(1), hash_of(3)}));
    EXPECT_EQ(books()[hash_of(3)], BlockStatus::accepted);
    submitter_->submit(found(4, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 2U) << "and the rule holds anew";
}

TEST_F(BlockSubmitterTest, a_block_that_is_not_submitted_has_its_verdict_in_log_ledger_and_metric) {
    const auto lines = std::make_shared<spdlog::sinks::ringbuffer_sink_mt>(16);
    const auto log_before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", lines));
    submitter_->submit(found(1, 9));
    run();
    submitter_->submit(found(2, 9));
    run();
    spdlog::set_default_logger(log_before);
    const auto logged = lines->last_formatted();
    ASSERT_FALSE(logged.empty());
    EXPECT_NE(logged.back().find("block orphaned height=100 hash=" + to_display_hex(hash_of(2))),
              std::string::npos)
        << logged.back();
    EXPECT_EQ(books()[hash_of(2)], BlockStatus::orphaned);
    EXPECT_NE(ledger_->blocks(10)->front().reason.find("accepted first"), std::string::npos);
    EXPECT_NE(monitor_.metrics_text().find("blocks_total{verdict=\"orphaned\"} 1"),
              std::string::npos);
}

TEST_F(BlockSubmitterTest, a_block_that_comes_twice_is_judged_once) {
    submitter_->submit(found(1, 9));
    submitter_->submit(found(1, 9));
    run();
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 1U);
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
    EXPECT_EQ(monitor_.status(0).blocks.found, 1U);
}

TEST_F(BlockSubmitterTest, submits_the_spare_when_the_first_is_refused) {
    source_.verdicts[hash_of(1)] = {BlockStatus::rejected, "high-hash"};
    Books while_asked;
    source_.while_asked = [&] { while_asked = books(); };
    submitter_->submit(found(1, 9));
    submitter_->submit(found(2, 9));
    run();
    EXPECT_TRUE(while_asked.contains(hash_of(2)));
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::rejected}, {hash_of(2), BlockStatus::accepted}}));
    EXPECT_EQ(ledger_->blocks(10)->back().reason, "high-hash");
}

TEST_F(BlockSubmitterTest, keeps_few_spares) {
    std::size_t waiting = 0;
    source_.while_asked = [&] {
        if (source_.asked.size() == 1) {
            for (std::uint8_t id = 2; id < 100; ++id) {
                submitter_->submit(found(id, 9));
            }
            waiting = submitter_->waiting();
        }
    };
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(waiting, 1 + BlockSubmitter::spares_max);
    EXPECT_EQ(source_.asked.size(), 1U);
    EXPECT_EQ(submitter_->waiting(), 0U);
    EXPECT_EQ(shown(BlockStatus::accepted), 1U);
    EXPECT_EQ(shown(BlockStatus::orphaned), 98U) << "each has its verdict";
    EXPECT_EQ(books().size(), 99U);
}

TEST_F(BlockSubmitterTest, a_block_does_not_wait_for_an_undecided_one_of_another_height) {
    source_.verdicts[hash_of(1)] = {BlockStatus::pending, "prev-blk-not-found"};
    source_.while_asked = [&] {
        if (source_.asked.size() > 100) {
            submitter_->stop();
        }
    };
    submitter_->submit(found(1, 8));
    submitter_->submit(found(2, 9));
    run();
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::pending}, {hash_of(2), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, an_exception_costs_neither_its_block_nor_later_ones) {
    source_.while_asked = [&] {
        if (source_.asked.size() <= 2) {
            throw std::runtime_error("a listener failed");
        }
    };
    submitter_->submit(found(1, 8));
    run();
    submitter_->submit(found(2, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 4U);
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::accepted}, {hash_of(2), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, keeps_an_undecided_block_for_the_next_start) {
    source_.verdicts[hash_of(1)] = {BlockStatus::pending, "node away"};
    source_.while_asked = [&] { submitter_->stop(); };
    submitter_->submit(found(1, 9));
    run();
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::pending}}));
    EXPECT_EQ(submitter_->waiting(), 0U);

    source_.verdicts.clear();
    submitter_ = submitter();
    source_.while_asked = [] {};
    submitter_->resubmit_pending();
    run();
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockSubmitterTest, a_block_of_an_earlier_run_is_shown_once) {
    BlockRecord earlier;
    earlier.hash = hash_of(1);
    ledger_->record_block(earlier, Bytes(protocol::block_header_size));
    ASSERT_TRUE(test::settled(*ledger_));
    monitor_.restore_blocks({shown_block(earlier)}, 1);
    submitter_->resubmit_pending();
    run();
    EXPECT_EQ(monitor_.status(0).blocks.found, 1U);
    EXPECT_EQ(monitor_.blocks(10).size(), 1U);
    EXPECT_EQ(shown(BlockStatus::accepted), 1U);
    EXPECT_EQ(shown(BlockStatus::pending), 0U);
}

TEST_F(BlockSubmitterTest, a_rival_of_an_earlier_run_gets_its_verdict) {
    for (const std::uint8_t id : {std::uint8_t{1}, std::uint8_t{2}}) {
        BlockRecord earlier;
        earlier.hash = hash_of(id);
        ledger_->record_block(earlier, Bytes(protocol::block_header_size));
        monitor_.block_found(shown_block(earlier));
    }
    ASSERT_TRUE(test::settled(*ledger_));
    submitter_->resubmit_pending();
    run();
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::accepted}, {hash_of(2), BlockStatus::orphaned}}));
    EXPECT_EQ(shown(BlockStatus::orphaned), 1U);
}

TEST_F(BlockSubmitterTest, shows_and_books_each_verdict_as_it_is) {
    source_.verdicts[hash_of(1)] = {BlockStatus::rejected, "bad-txns"};
    source_.verdicts[hash_of(2)] = {BlockStatus::orphaned, "inconclusive"};
    submitter_->submit(found(1, 7));
    submitter_->submit(found(2, 8));
    submitter_->submit(found(3, 9));
    run();
    EXPECT_EQ(monitor_.status(0).blocks.found, 3U);
    EXPECT_EQ(shown(BlockStatus::rejected), 1U);
    EXPECT_EQ(shown(BlockStatus::orphaned), 1U);
    EXPECT_EQ(shown(BlockStatus::accepted), 1U);
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::rejected},
                              {hash_of(2), BlockStatus::orphaned},
                              {hash_of(3), BlockStatus::accepted}}));
    EXPECT_EQ(watch_->size(), 2U) << "a refused block has no place that could change";
}

TEST_F(BlockSubmitterTest, shows_the_difficulty_that_the_server_measured) {
    FoundBlock block = found(1, 9);
    block.share_difficulty = 77;
    submitter_->submit(std::move(block));
    run();
    EXPECT_EQ(monitor_.blocks(1).front().block.share_difficulty, 77);
}

}  // namespace
}  // namespace sluice::pool
