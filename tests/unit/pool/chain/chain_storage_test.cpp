// The embedded chain across restarts, full disks and changed settings.

#include "tests/unit/pool/chain/test_chain.hpp"

#include "pool/sqlite/database.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"

#include <gmock/gmock.h>

#include <cerrno>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class chain_storage : public TestChain {
protected:
    void execute(const char* sql) {
        chain_.reset();
        sqlite::Database(file_, sqlite::Access::read_write_create).execute(sql);
    }
};

TEST_F(chain_storage, resumes_with_the_same_tip_and_template) {
    open();
    mine_many(15, 4);
    const ChainTip tip = chain_->tip();
    const protocol::BlockTemplate next = chain_->next_template();
    open();
    EXPECT_EQ(chain_->tip(), tip);
    EXPECT_EQ(chain_->next_template(), next);
    mine(4);
    EXPECT_EQ(chain_->tip().height, 16);
}

TEST_F(chain_storage, keeps_its_genesis_time_when_the_settings_leave_it_open) {
    open();
    const auto genesis_time = chain_->settings().genesis_time;
    EXPECT_EQ(genesis_time, now_s_);
    now_s_ += 1000;
    open();
    EXPECT_EQ(chain_->settings().genesis_time, genesis_time);
}

TEST_F(chain_storage, knows_after_a_restart_a_block_that_it_had_taken) {
    open();
    const Bytes block = draft().block();
    ASSERT_EQ(chain_->submit(block), BlockVerdict{BlockStatus::accepted});
    open();
    EXPECT_EQ(chain_->submit(block).reason, "duplicate");
}

TEST_F(chain_storage, refuses_settings_that_contradict_the_chain) {
    open();
    settings_.options.spacing_s = 30;
    EXPECT_THAT(open_error(), AllOf(HasSubstr(file_.string()), HasSubstr("spacing_s = 10"),
                                    HasSubstr("settings say 30"), HasSubstr("start a new chain")));
    settings_ = ChainSettings{};
    settings_.genesis_bits = 0x2000'ffff;
    EXPECT_THAT(open_error(), AllOf(HasSubstr("genesis_bits = 207fffff, the settings say 2000ffff"),
                                    HasSubstr("set embedded.start_difficulty")));
    settings_ = ChainSettings{};
    settings_.options.rule = "btc-2016";
    EXPECT_THAT(open_error(), AllOf(HasSubstr("rule = asert, the settings say btc-2016"),
                                    HasSubstr("set embedded.rule back")));
    settings_ = ChainSettings{};
    settings_.genesis_time = 5;
    EXPECT_THAT(open_error(), HasSubstr("genesis_time = 1800000000, the settings say 5"));
    settings_ = ChainSettings{};
    EXPECT_EQ(open_error(), "no error");
}

TEST_F(chain_storage, does_not_mind_a_setting_that_its_rule_does_not_read) {
    open();
    settings_.options.window_blocks = 99;
    EXPECT_EQ(open_error(), "no error");
}

TEST_F(chain_storage, takes_a_new_deployment_and_refuses_a_changed_or_lost_one) {
    open();
    mine_many(12, 10);
    settings_.deployments = {{.name = "new", .bit = 3, .period = 10, .threshold = 8}};
    open();
    EXPECT_EQ(state_of("new"), "started");
    settings_.deployments[0].threshold = 9;
    EXPECT_THAT(open_error(),
                AllOf(HasSubstr("deployment new"), HasSubstr("threshold 8, the settings say"),
                      HasSubstr("threshold 9")));
    settings_.deployments.clear();
    EXPECT_THAT(open_error(), AllOf(HasSubstr("deployment new"), HasSubstr("have none")));
}

TEST_F(chain_storage, takes_a_block_again_when_the_disk_has_room) {
    open();
    const Bytes block = draft().block();
    {
        test::FailingDisk disk(ENOSPC);
        disk.fail(true);
        const BlockVerdict verdict = chain_->submit(block);
        EXPECT_EQ(verdict.status, BlockStatus::pending);
        EXPECT_THAT(verdict.reason, HasSubstr("disk full"));
        EXPECT_EQ(chain_->tip().height, 0);
    }
    EXPECT_EQ(chain_->submit(block), BlockVerdict{BlockStatus::accepted});
    open();
    EXPECT_EQ(chain_->tip().height, 1);
}

TEST_F(chain_storage, refuses_a_file_with_a_missing_or_changed_block) {
    open();
    mine_many(5, 10);
    execute("DELETE FROM blocks WHERE height = 3");
    EXPECT_THAT(open_error(), AllOf(HasSubstr("damaged at block 3"), HasSubstr("backup")));
    execute("DELETE FROM blocks WHERE height = 5");
    execute("UPDATE blocks SET height = 3 WHERE height = 4");
    EXPECT_THAT(open_error(), HasSubstr("damaged at block 3"));
    execute("DELETE FROM blocks");
    EXPECT_THAT(open_error(), HasSubstr("damaged at block 0"));
}

TEST_F(chain_storage, belongs_to_one_process_and_knows_its_own_files) {
    open();
    const auto second =
        EmbeddedChain::open(file_, settings_, &sha256d_hash, [this] { return now_s_; });
    ASSERT_FALSE(second);
    EXPECT_THAT(second.error(), HasSubstr("in use by another process"));
    execute("PRAGMA application_id = 1");
    EXPECT_THAT(open_error(), HasSubstr("not a chain of this program"));
}

}  // namespace
}  // namespace sluice::pool
