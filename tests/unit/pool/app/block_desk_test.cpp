// What happens to a found block, with a source that answers as each test tells it to.

#include "pool/app/block_desk.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

/// Answers every block with the verdict set for its id, or accepts it.
class ScriptedSource final : public TemplateSource {
public:
    std::map<protocol::Hash256, BlockVerdict> verdicts;
    std::vector<protocol::Hash256> asked;
    std::function<void()> while_asked = [] {};

    void start(OnTemplate) override {}
    void stop() override {}
    [[nodiscard]] SourceStatus status() const override { return {}; }
    boost::asio::awaitable<BlockVerdict> submit_block(protocol::Bytes,
                                                      protocol::Hash256 id) override {
        asked.push_back(id);
        while_asked();
        const auto known = verdicts.find(id);
        const BlockVerdict accepted{.accepted = true, .decided = true, .reason = {}};
        co_return known == verdicts.end() ? accepted : known->second;
    }
};

protocol::Hash256 hash_of(std::uint8_t name) {
    protocol::Hash256 hash;
    hash.bytes[0] = name;
    return hash;
}

class BlockDeskTest : public testing::Test {
protected:
    void SetUp() override {
        auto opened = Ledger::open(folder_ / "ledger.db");
        ASSERT_TRUE(opened) << opened.error();
        ledger_ = std::move(*opened);
        desk_ = std::make_unique<BlockDesk>(control_, source_, *ledger_, monitor_);
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

    std::map<protocol::Hash256, BlockStatus> books() {
        std::map<protocol::Hash256, BlockStatus> statuses;
        const auto blocks = ledger_->blocks(100);
        EXPECT_TRUE(blocks);
        for (const BlockRecord& block : *blocks) {
            statuses[block.hash] = block.status;
        }
        return statuses;
    }

    using Books = std::map<protocol::Hash256, BlockStatus>;

    test::ScratchFolder folder_;
    boost::asio::io_context control_;
    ScriptedSource source_;
    Monitor monitor_{monitor::PoolIdentity{}};
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<BlockDesk> desk_;
};

TEST_F(BlockDeskTest, writes_a_block_down_before_it_is_submitted) {
    Books while_asked;
    source_.while_asked = [&] { while_asked = books(); };
    desk_->submit(found(1, 9));
    run();
    EXPECT_EQ(while_asked, (Books{{hash_of(1), BlockStatus::pending}}));
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockDeskTest, submits_one_block_of_a_height_when_it_is_accepted) {
    desk_->submit(found(1, 9));
    desk_->submit(found(2, 9));
    run();
    desk_->submit(found(3, 9));
    run();
    EXPECT_EQ(source_.asked, (std::vector{hash_of(1)}));
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockDeskTest, submits_the_spare_when_the_first_is_refused) {
    source_.verdicts[hash_of(1)] = {.accepted = false, .decided = true, .reason = "high-hash"};
    desk_->submit(found(1, 9));
    desk_->submit(found(2, 9));
    run();
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::rejected}, {hash_of(2), BlockStatus::accepted}}));
    EXPECT_EQ(ledger_->blocks(10)->back().reason, "high-hash");
}

TEST_F(BlockDeskTest, keeps_few_spares) {
    source_.while_asked = [&] {
        if (source_.asked.size() == 1) {
            for (std::uint8_t id = 2; id < 100; ++id) {
                desk_->submit(found(id, 9));
            }
        }
    };
    desk_->submit(found(1, 9));
    run();
    EXPECT_EQ(source_.asked.size(), 1U);
    EXPECT_EQ(desk_->waiting(), 0U);
}

TEST_F(BlockDeskTest, submits_blocks_of_different_heights) {
    desk_->submit(found(1, 8));
    desk_->submit(found(2, 9));
    run();
    EXPECT_EQ(books(),
              (Books{{hash_of(1), BlockStatus::accepted}, {hash_of(2), BlockStatus::accepted}}));
}

TEST_F(BlockDeskTest, keeps_an_undecided_block_for_the_next_start) {
    source_.verdicts[hash_of(1)] = {.accepted = false, .decided = false, .reason = "node away"};
    desk_->submit(found(1, 9));
    run();
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::pending}}));

    source_.verdicts.clear();
    BlockDesk next_run(control_, source_, *ledger_, monitor_);
    next_run.resubmit_pending();
    run();
    EXPECT_EQ(books(), (Books{{hash_of(1), BlockStatus::accepted}}));
}

TEST_F(BlockDeskTest, tells_the_monitor_each_verdict) {
    source_.verdicts[hash_of(1)] = {.accepted = false, .decided = true, .reason = "bad-txns"};
    desk_->submit(found(1, 9));
    run();
    const monitor::Status status = monitor_.status(0);
    EXPECT_EQ(status.blocks.found, 1U);
    EXPECT_EQ(status.blocks.by_verdict[static_cast<std::size_t>(monitor::BlockVerdict::rejected)],
              1U);
}

}  // namespace
}  // namespace sluice::pool
