#include "difficulty/signalling/version_bits.hpp"

#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/fake_signal_chain.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sluice::difficulty {
namespace {

using State = DeploymentState;

constexpr std::uint32_t vote = vote_of(2);

Deployment deployment_with(DeploymentKind kind) {
    return {.name = "test",
            .kind = kind,
            .bit = 2,
            .start_time = 1000,
            .timeout = 2000,
            .period = 10,
            .threshold = 8};
}

TEST(version_bits, need_the_top_bits_001) {
    EXPECT_TRUE(signals(0x2000'0004, 2));
    EXPECT_TRUE(signals(0x3fff'ffff, 28));
    EXPECT_FALSE(signals(0x2000'0004, 3));
    EXPECT_FALSE(signals(0x6000'0004, 2));
    EXPECT_FALSE(signals(0x0000'0004, 2));
}

TEST(version_bits, differ_in_what_comes_first_when_votes_and_timeout_meet) {
    const PeriodEnd end{20, 2000, 8};
    EXPECT_EQ(next_state(State::started, deployment_with(DeploymentKind::bip9), end),
              State::failed);
    EXPECT_EQ(next_state(State::started, deployment_with(DeploymentKind::speedy_trial), end),
              State::locked_in);
    const PeriodEnd first{10, 2000, 0};
    EXPECT_EQ(next_state(State::defined, deployment_with(DeploymentKind::bip9), first),
              State::failed);
    EXPECT_EQ(next_state(State::defined, deployment_with(DeploymentKind::speedy_trial), first),
              State::started);
}

TEST(version_bits, lock_in_at_the_threshold_exactly) {
    const Deployment deployment = deployment_with(DeploymentKind::speedy_trial);
    EXPECT_EQ(next_state(State::started, deployment, {20, 1500, 7}), State::started);
    EXPECT_EQ(next_state(State::started, deployment, {20, 1500, 8}), State::locked_in);
    EXPECT_EQ(next_state(State::started, deployment, {20, 2000, 7}), State::failed);
}

TEST(version_bits, wait_for_the_minimum_height_only_in_speedy_trial) {
    Deployment deployment = deployment_with(DeploymentKind::speedy_trial);
    deployment.min_activation_height = 40;
    EXPECT_EQ(next_state(State::locked_in, deployment, {30, 1500, 0}), State::locked_in);
    EXPECT_EQ(next_state(State::locked_in, deployment, {40, 1500, 0}), State::active);
    deployment.kind = DeploymentKind::bip9;
    EXPECT_EQ(next_state(State::locked_in, deployment, {30, 1500, 0}), State::active);
}

TEST(version_bits, never_leave_a_final_state) {
    for (const DeploymentKind kind : {DeploymentKind::bip9, DeploymentKind::speedy_trial}) {
        const Deployment deployment = deployment_with(kind);
        EXPECT_EQ(next_state(State::active, deployment, {50, 9999, 0}), State::active);
        EXPECT_EQ(next_state(State::failed, deployment, {50, 1500, 10}), State::failed);
    }
}

TEST(version_bits, print_states_as_nodes_do) {
    EXPECT_EQ(to_string(State::defined), "defined");
    EXPECT_EQ(to_string(State::started), "started");
    EXPECT_EQ(to_string(State::must_signal), "must_signal");
    EXPECT_EQ(to_string(State::locked_in), "locked_in");
    EXPECT_EQ(to_string(State::active), "active");
    EXPECT_EQ(to_string(State::failed), "failed");
}

TEST(period_statistics, count_the_running_period_and_say_when_it_is_lost) {
    const Deployment deployment = deployment_with(DeploymentKind::speedy_trial);
    FakeSignalChain chain;
    chain.add(1000, vote, 10);
    EXPECT_EQ(period_statistics(chain, deployment), (PeriodStatistics{10, 8, 0, 0, true}));
    chain.add(1000, vote, 3);
    chain.add(1000, silent, 2);
    EXPECT_EQ(period_statistics(chain, deployment), (PeriodStatistics{10, 8, 5, 3, true}));
    chain.add(1000, silent);
    EXPECT_EQ(period_statistics(chain, deployment), (PeriodStatistics{10, 8, 6, 3, false}));
}

TEST(period_statistics, of_taproot_in_2021_are_those_that_were_watched) {
    const auto rows = read_csv("versionbits/taproot-2021.csv");
    ASSERT_EQ(rows.size(), 4647U);
    FakeSignalChain chain;
    chain.add(0, silent, rows.front().height("height"));  // what came before is not in the data
    for (const CsvRow& row : rows) {
        ASSERT_EQ(row.height("height"), chain.next_height());
        chain.add(0, row.number("signalled") != 0 ? vote : silent);
    }
    EXPECT_EQ(count_signals(chain, 2, 681'418, 683'424), 823U);  // of the 2006 listed
    EXPECT_EQ(count_signals(chain, 2, 683'424, 685'440), 1690U);
    const Deployment taproot{.name = "taproot", .bit = 2, .period = 2016, .threshold = 1815};
    EXPECT_EQ(period_statistics(chain, taproot), (PeriodStatistics{2016, 1815, 625, 612, true}));
    chain.cut(683'423);
    EXPECT_EQ(period_statistics(chain, taproot).possible, false);
}

TEST(block_version, sets_started_and_locked_in_bits_that_are_voted_for) {
    EXPECT_EQ(block_version({}), 0x2000'0000U);
    const std::array ballots{Ballot{0, State::defined},   Ballot{1, State::started},
                             Ballot{2, State::locked_in}, Ballot{3, State::active},
                             Ballot{4, State::failed},    Ballot{5, State::started, false},
                             Ballot{28, State::started},  Ballot{6, State::locked_in, false}};
    EXPECT_EQ(block_version(ballots), 0x3000'0006U);
}

TEST(block_version, votes_where_it_must_whatever_the_operator_wishes) {
    const std::array ballots{Ballot{7, State::must_signal, false}};
    EXPECT_EQ(block_version(ballots), 0x2000'0080U);
}

}  // namespace
}  // namespace sluice::difficulty
