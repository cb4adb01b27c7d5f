// BIP8 and the flag day: states that follow from heights, block by block, with one cache, in random
// order, and across reorganisations.

#include "difficulty/signalling/version_bits_cache.hpp"
#include "tests/unit/difficulty/fake_signal_chain.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>
#include <vector>

namespace sluice::lab {
namespace {

using State = difficulty::DeploymentState;

constexpr int vote_bit = 2;
constexpr std::uint32_t signalling = difficulty::vote_of(vote_bit);

difficulty::Deployment bip8(bool lock_in_on_timeout) {
    return difficulty::bip8_deployment(vote_bit, {20, 60}, lock_in_on_timeout);
}

/// States of the blocks at 0, 10, 20, ... of a chain of whole periods with so many votes each.
std::vector<State> states(const difficulty::Deployment& deployment,
                          const std::vector<difficulty::Height>& votes) {
    difficulty::VersionBitsCache cache(deployment);
    difficulty::FakeSignalChain chain;
    std::vector<State> seen{cache.state_of_next_block(chain).state};
    for (const difficulty::Height count : votes) {
        chain.add(0, signalling, count);
        chain.add(0, difficulty::silent, deployment.period - count);
        seen.push_back(cache.state_of_next_block(chain).state);
    }
    return seen;
}

TEST(bip8, starts_at_its_height_and_locks_in_by_votes) {
    EXPECT_EQ(states(bip8(false), {10, 10, 8, 0, 0}),
              (std::vector{State::defined, State::defined, State::started, State::locked_in,
                           State::active, State::active}));
}

TEST(bip8, fails_at_the_timeout_when_it_may) {
    EXPECT_EQ(
        states(bip8(false), {0, 0, 7, 7, 7, 7, 10, 0}),
        (std::vector{State::defined, State::defined, State::started, State::started, State::started,
                     State::started, State::failed, State::failed, State::failed}));
}

TEST(bip8, counts_the_last_period_before_it_fails) {
    EXPECT_EQ(states(bip8(false), {0, 0, 0, 0, 0, 8, 0}).back(), State::active);
}

TEST(bip8, demands_votes_before_the_timeout_and_locks_in_without_them) {
    EXPECT_EQ(
        states(bip8(true), {0, 0, 7, 7, 7, 0, 0, 0}),
        (std::vector{State::defined, State::defined, State::started, State::started, State::started,
                     State::must_signal, State::locked_in, State::active, State::active}));
}

TEST(bip8, prefers_votes_to_the_mandatory_period) {
    EXPECT_EQ(states(bip8(true), {0, 0, 0, 0, 8})[5], State::locked_in);
}

TEST(bip8, waits_for_its_minimum_height) {
    difficulty::Deployment deployment = bip8(false);
    deployment.min_activation_height = 45;
    EXPECT_EQ(states(deployment, {0, 0, 8, 0, 0}),
              (std::vector{State::defined, State::defined, State::started, State::locked_in,
                           State::locked_in, State::active}));
}

TEST(bip8, ignores_time) {
    difficulty::VersionBitsCache cache(bip8(false));
    difficulty::FakeSignalChain chain;
    chain.add(4'000'000'000, difficulty::silent, 19);
    EXPECT_EQ(cache.state_of_next_block(chain).state, State::defined);
    chain.add(1, difficulty::silent);
    EXPECT_EQ(cache.state_of_next_block(chain), (difficulty::StateSince{State::started, 20}));
}

TEST(flag_day, is_active_from_its_block_on_inside_a_period_too) {
    difficulty::VersionBitsCache cache({.name = "day",
                                        .kind = difficulty::DeploymentKind::flag_day,
                                        .min_activation_height = 13,
                                        .period = 10});
    difficulty::FakeSignalChain chain;
    chain.add(0, difficulty::silent, 12);
    EXPECT_EQ(cache.state_of_next_block(chain), (difficulty::StateSince{State::defined, 0}));
    chain.add(0, difficulty::silent);
    EXPECT_EQ(cache.state_of_next_block(chain), (difficulty::StateSince{State::active, 13}));
    chain.add(0, difficulty::silent, 50);
    EXPECT_EQ(cache.state_of_next_block(chain), (difficulty::StateSince{State::active, 13}));
    EXPECT_EQ(chain.versions_read, 0U);
}

/// The same question without a cache: every period from genesis, one after the other.
difficulty::StateSince from_genesis(const difficulty::Deployment& deployment,
                                    const difficulty::SignalView& chain) {
    difficulty::StateSince value;
    for (difficulty::Height first = deployment.period; first <= chain.next_height();
         first += deployment.period) {
        const difficulty::PeriodEnd end{
            first, difficulty::median_time_past(chain, first - 1),
            difficulty::count_signals(chain, deployment.bit, first - deployment.period, first)};
        if (const State next = next_state(value.state, deployment, end); next != value.state) {
            value = {next, first};
        }
    }
    return value;
}

/// A deployment of any kind but a flag day, with terms that a chain of 200 blocks can reach.
difficulty::Deployment random_deployment(std::mt19937& random) {
    difficulty::Deployment deployment = bip8(random() % 2 == 0);
    deployment.kind = difficulty::deployment_kinds()[random() % 3];
    deployment.start_height = random() % 6 * 10;
    deployment.timeout_height = deployment.start_height + (2 + random() % 6) * 10;
    deployment.start_time = 1000 + static_cast<std::int64_t>(random() % 100);
    deployment.timeout = deployment.start_time + static_cast<std::int64_t>(random() % 100) + 1;
    deployment.min_activation_height = random() % 120;
    deployment.threshold = 1 + random() % 10;
    return deployment;
}

TEST(version_bits_cache, answers_as_a_walk_from_genesis_in_any_order_on_any_branch) {
    std::mt19937 random(8);
    for (int round = 0; round < 300; ++round) {
        const difficulty::Deployment deployment = random_deployment(random);
        difficulty::VersionBitsCache cache(deployment);
        difficulty::FakeSignalChain chain;
        for (int question = 0; question < 30; ++question) {
            chain.cut(std::min<difficulty::Height>(chain.next_height(), random() % 201));
            chain.set_branch(static_cast<std::uint64_t>(question + 1));
            for (difficulty::Height more = random() % 60; more > 0; --more) {
                const auto time = 1000 + static_cast<std::int64_t>(chain.next_height());
                chain.add(time, random() % 4 != 0 ? signalling : difficulty::silent);
            }
            ASSERT_EQ(cache.state_of_next_block(chain), from_genesis(deployment, chain))
                << to_string(deployment.kind) << " in round " << round;
        }
    }
}

}  // namespace
}  // namespace sluice::lab
