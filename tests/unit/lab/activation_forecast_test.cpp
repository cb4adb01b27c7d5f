#include "lab/signalling/activation_forecast.hpp"

#include "difficulty/signalling/deployment_presets.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/fake_signal_chain.hpp"
#include "tests/unit/difficulty/signal_fixtures.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab {
namespace {

using State = difficulty::DeploymentState;

constexpr int forecast_bit = 2;
constexpr std::uint32_t forecast_vote = difficulty::vote_of(forecast_bit);

difficulty::Deployment forecast_deployment(bool lock_in_on_timeout) {
    return difficulty::bip8_deployment(forecast_bit, {0, 40}, lock_in_on_timeout);
}

TEST(signals_probability, without_evidence_is_that_of_the_arcsine_prior) {
    // Beta-binomial(n, 1/2, 1/2): P(k) = C(2k, k) C(2n-2k, n-k) / 4^n.
    EXPECT_NEAR(signals_probability({0, 0}, 1, 1), 0.5, 1e-14);
    EXPECT_NEAR(signals_probability({0, 0}, 2, 2), 6.0 / 16, 1e-14);
    EXPECT_NEAR(signals_probability({0, 0}, 4, 3), (40.0 + 70) / 256, 1e-14);
}

TEST(signals_probability, after_evidence_is_the_rule_of_succession) {
    // One more signal after s of n: (s + 1/2) / (n + 1).
    EXPECT_NEAR(signals_probability({9, 7}, 1, 1), 7.5 / 10, 1e-14);
    EXPECT_NEAR(signals_probability({2000, 1900}, 1, 1), 1900.5 / 2001, 1e-10);
}

TEST(signals_probability, is_certain_of_the_trivial_and_the_impossible) {
    EXPECT_EQ(signals_probability({5, 0}, 10, 0), 1);
    EXPECT_EQ(signals_probability({5, 5}, 10, 11), 0);
    EXPECT_NEAR(signals_probability({100, 60}, 2016, 1), 1, 1e-9);
}

TEST(forecast_activation, has_nothing_to_say_of_what_is_decided) {
    difficulty::FakeSignalChain chain;
    chain.add(0, forecast_vote, 5);
    for (const State state : {State::defined, State::locked_in, State::active, State::failed}) {
        EXPECT_FALSE(forecast_activation(chain, forecast_deployment(false), state, {5, 5}, {}));
    }
}

TEST(forecast_activation, agrees_with_the_closed_form_for_the_running_period) {
    const difficulty::Deployment deployment = forecast_deployment(false);
    difficulty::FakeSignalChain chain;
    chain.add(0, forecast_vote, 4);
    chain.add(0, difficulty::silent, 1);
    const SignalEvidence evidence = recent_signals(chain, 2, 1000);
    const auto forecast = forecast_activation(chain, deployment, State::started, evidence, {});
    ASSERT_TRUE(forecast);
    EXPECT_NEAR(forecast->this_period,
                lock_in_probability(difficulty::period_statistics(chain, deployment), evidence),
                1e-3);
    EXPECT_NEAR(forecast->share, 4.5 / 6, 1e-12);
    EXPECT_LT(forecast->share_low, forecast->share);
    EXPECT_GT(forecast->share_high, forecast->share);
}

TEST(forecast_activation, lists_every_period_until_the_timeout) {
    difficulty::FakeSignalChain chain;
    chain.add(0, difficulty::silent, 5);
    const auto forecast =
        forecast_activation(chain, forecast_deployment(false), State::started, {5, 0}, {});
    ASSERT_EQ(forecast->chances.size(), 4U);
    EXPECT_EQ(forecast->chances[0].probability, 0) << "five difficulty::silent blocks are too many";
    EXPECT_EQ(forecast->chances[0].locked_in, 10U);
    EXPECT_EQ(forecast->chances[3].locked_in, 40U);
    EXPECT_EQ(forecast->chances[3].active, 50U);
    EXPECT_LT(forecast->in_time, 0.2);
}

TEST(forecast_activation, is_certain_when_the_timeout_locks_in) {
    difficulty::FakeSignalChain chain;
    chain.add(0, difficulty::silent, 5);
    const auto forecast =
        forecast_activation(chain, forecast_deployment(true), State::started, {5, 0}, {});
    EXPECT_NEAR(forecast->in_time, 1, 1e-9);
    EXPECT_EQ(forecast->likely_active, 50U);
    chain.add(0, difficulty::silent, 30);
    const auto last =
        forecast_activation(chain, forecast_deployment(true), State::must_signal, {35, 0}, {});
    ASSERT_EQ(last->chances.size(), 1U);
    EXPECT_NEAR(last->this_period, 1, 1e-9);
}

TEST(forecast_activation, stops_at_a_timeout_by_the_clock_as_each_precedence_does) {
    difficulty::Deployment deployment = forecast_deployment(false);
    deployment.kind = difficulty::DeploymentKind::speedy_trial;
    deployment.timeout = 16'000;  // of a chain at 600 s a block, in the third period
    difficulty::FakeSignalChain chain;
    chain.add(3000, forecast_vote, 5);
    const ForecastTerms terms{.spacing_s = 600, .time_known = 3000};
    EXPECT_EQ(forecast_activation(chain, deployment, State::started, {5, 5}, terms)->chances.size(),
              3U);
    deployment.kind = difficulty::DeploymentKind::bip9;
    const auto text = forecast_activation(chain, deployment, State::started, {5, 5}, terms);
    ASSERT_EQ(text->chances.size(), 3U);
    EXPECT_EQ(text->chances[2].probability, 0) << "the timeout comes before the count";
    EXPECT_GT(text->chances[1].probability, 0);
}

/// Taproot's votes as far as they are listed, difficulty::silent before.
void add_taproot_votes(difficulty::FakeSignalChain& chain) {
    const auto rows = difficulty::read_csv("versionbits/taproot-2021.csv");
    chain.add(0, difficulty::silent, rows.front().height("height"));
    for (const difficulty::CsvRow& row : rows) {
        chain.add(1'619'222'400, row.number("signalled") != 0 ? forecast_vote : difficulty::silent);
    }
}

TEST(forecast_activation, of_taproot_tells_what_came) {
    difficulty::FakeSignalChain chain;
    add_taproot_votes(chain);
    const difficulty::Deployment taproot =
        difficulty::find_deployment_preset("taproot")->deployment;
    const ForecastTerms terms{.time_known = 1'623'000'000};
    const auto forecast =
        forecast_activation(chain, taproot, State::started, recent_signals(chain, 2, 625), terms);
    ASSERT_TRUE(forecast);
    EXPECT_GT(forecast->this_period, 0.999);
    EXPECT_EQ(forecast->chances.front().locked_in, 687'456U);
    EXPECT_EQ(forecast->likely_active, 709'632U);
}

TEST(lock_in_probability, of_taproot_in_its_first_periods_was_nil) {
    difficulty::FakeSignalChain chain;
    add_taproot_votes(chain);
    const difficulty::Deployment taproot =
        difficulty::find_deployment_preset("taproot")->deployment;
    chain.cut(684'500);  // over half of the second period
    EXPECT_LT(lock_in_probability(difficulty::period_statistics(chain, taproot),
                                  recent_signals(chain, 2, 1076)),
              1e-3);
}

}  // namespace
}  // namespace sluice::lab
