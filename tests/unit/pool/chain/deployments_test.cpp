// Upgrades on the embedded chain, from DEFINED to ACTIVE.

#include "tests/unit/pool/chain/test_chain.hpp"

namespace sluice::pool {
namespace {

constexpr std::uint32_t bit_1 = 1U << 1;

class chain_deployments : public TestChain {
protected:
    chain_deployments() {
        settings_.deployments = {{.name = "taproot", .bit = 1, .period = 10, .threshold = 8}};
    }
};

TEST_F(chain_deployments, walk_from_defined_to_active_by_the_votes_of_the_template) {
    open();
    EXPECT_EQ(state_of("taproot"), "defined");
    EXPECT_EQ(chain_->next_template().version, 0x2000'0000U);

    mine_many(9, 10);
    EXPECT_EQ(state_of("taproot"), "started");
    EXPECT_EQ(chain_->next_template().version, 0x2000'0002U);
    EXPECT_EQ(chain_->next_template().vb_available, (std::map<std::string, int>{{"taproot", 1}}));

    mine_many(7, 10);
    EXPECT_EQ(chain_->deployments()[0],
              (DeploymentStatus{"taproot", 1, "started", 10, 10, 8, 7, 7}));

    mine_many(3, 10);
    EXPECT_EQ(chain_->deployments()[0],
              (DeploymentStatus{"taproot", 1, "locked_in", 20, 10, 8, 0, 0}));
    EXPECT_EQ(chain_->next_template().version, 0x2000'0002U);
    EXPECT_TRUE(chain_->next_template().rules.empty());

    mine_many(10, 10);
    EXPECT_EQ(state_of("taproot"), "active");
    EXPECT_EQ(chain_->next_template().version, 0x2000'0000U);
    EXPECT_TRUE(chain_->next_template().vb_available.empty());
    EXPECT_EQ(chain_->next_template().rules, std::vector<std::string>{"taproot"});
    mine_many(10, 10);
    EXPECT_EQ(chain_->deployments()[0].since, 30);
}

TEST_F(chain_deployments, do_not_lock_in_one_vote_short_of_the_threshold) {
    open();
    mine_many(9, 10);
    mine_many(7, 10);
    mine_many(3, 10, bit_1);
    EXPECT_EQ(state_of("taproot"), "started");
    mine_many(8, 10);
    mine_many(2, 10, bit_1);
    EXPECT_EQ(state_of("taproot"), "locked_in");
}

TEST_F(chain_deployments, fail_at_the_timeout_when_the_pool_votes_against_them) {
    settings_.deployments[0].start_time = now_s_ + 60;
    settings_.deployments[0].timeout = now_s_ + 350;
    open();
    mine_many(9, 10);
    EXPECT_EQ(state_of("taproot"), "defined");
    mine_many(10, 10);
    EXPECT_EQ(state_of("taproot"), "started");
    mine_many(30, 10, bit_1);
    EXPECT_EQ(state_of("taproot"), "failed");
    EXPECT_EQ(chain_->next_template().version, 0x2000'0000U);
}

TEST_F(chain_deployments, are_voted_on_side_by_side) {
    settings_.deployments.push_back(
        {.name = "later", .bit = 4, .min_activation_height = 50, .period = 10, .threshold = 8});
    open();
    mine_many(9, 10);
    EXPECT_EQ(chain_->next_template().version, 0x2000'0012U);
    mine_many(20, 10);
    EXPECT_EQ(state_of("taproot"), "active");
    EXPECT_EQ(state_of("later"), "locked_in");
    EXPECT_EQ(chain_->next_template().version, 0x2000'0010U);
    mine_many(20, 10);
    EXPECT_EQ(state_of("later"), "active");
    EXPECT_EQ(chain_->deployments()[1].since, 50);
}

TEST_F(chain_deployments, go_on_where_they_were_after_a_restart) {
    open();
    mine_many(25, 10);
    const std::vector<DeploymentStatus> before = chain_->deployments();
    EXPECT_EQ(before[0].state, "locked_in");
    open();
    EXPECT_EQ(chain_->deployments(), before);
    mine_many(4, 10);
    EXPECT_EQ(state_of("taproot"), "active");
}

}  // namespace
}  // namespace sluice::pool
