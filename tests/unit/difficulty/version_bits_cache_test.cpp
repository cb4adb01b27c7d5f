#include "difficulty/signalling/version_bits_cache.hpp"

#include "tests/unit/difficulty/fake_signal_chain.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

using State = DeploymentState;

constexpr std::uint32_t signalling = vote_of(2);

const Deployment deployment{
    .name = "test", .bit = 2, .start_time = 1000, .period = 10, .threshold = 8};

TEST(version_bits_cache, walks_a_deployment_to_activation) {
    VersionBitsCache cache(deployment);
    FakeSignalChain chain;
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::defined, 0}));
    chain.add(1000, silent, 10);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::started, 10}));
    chain.add(1000, signalling, 9);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::started, 10}));
    chain.add(1000, silent);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::locked_in, 20}));
    chain.add(1000, silent, 10);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::active, 30}));
    chain.add(1000, silent, 100);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::active, 30}));
}

TEST(version_bits_cache, follows_a_reorganisation_and_the_way_back) {
    VersionBitsCache cache(deployment);
    FakeSignalChain chain;
    chain.add(1000, silent, 10);
    chain.add(1000, signalling, 20);
    ASSERT_EQ(cache.state_of_next_block(chain), (StateSince{State::active, 30}));

    chain.cut(15);  // the other branch has the same heights and too few votes
    chain.set_branch(1);
    chain.add(1000, signalling, 2);
    chain.add(1000, silent, 13);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::started, 10}));

    chain.cut(15);
    chain.set_branch(0);
    chain.add(1000, signalling, 15);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::active, 30}));
}

TEST(version_bits_cache, counts_each_period_once) {
    VersionBitsCache cache(deployment);
    FakeSignalChain chain;
    chain.add(1000, silent, 10);
    for (int block = 0; block < 500; ++block) {
        ASSERT_EQ(cache.state_of_next_block(chain).state, State::started);
        chain.add(1000, silent);
    }
    EXPECT_LE(chain.versions_read, 500U);
}

TEST(version_bits_cache, answers_for_old_blocks_after_it_forgot_them) {
    VersionBitsCache cache(deployment);
    FakeSignalChain chain;
    chain.add(1000, silent, 10'000);
    ASSERT_EQ(cache.state_of_next_block(chain), (StateSince{State::started, 10}));
    chain.cut(25);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::started, 10}));
    chain.cut(9);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::defined, 0}));
}

TEST(version_bits_cache, reads_no_vote_before_the_start_time) {
    VersionBitsCache cache(deployment);
    FakeSignalChain chain;
    chain.add(999, signalling, 1000);
    EXPECT_EQ(cache.state_of_next_block(chain), (StateSince{State::defined, 0}));
    EXPECT_EQ(chain.versions_read, 0U);
}

TEST(version_bits_cache, knows_always_and_never_from_genesis) {
    const FakeSignalChain chain;
    Deployment special = deployment;
    special.start_time = always_active;
    EXPECT_EQ(VersionBitsCache(special).state_of_next_block(chain), (StateSince{State::active, 0}));
    special.start_time = never_active;
    EXPECT_EQ(VersionBitsCache(special).state_of_next_block(chain), (StateSince{State::failed, 0}));
}

}  // namespace
}  // namespace sluice::difficulty
