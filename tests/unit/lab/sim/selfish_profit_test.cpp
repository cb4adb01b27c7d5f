#include "lab/sim/selfish_profit.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/risk/selfish_mining.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr SelfishMiner strong{.alpha = 0.4, .gamma = 0.5};

std::optional<Estimate> simulated_intervals(std::string_view rule, const SelfishMiner& miner,
                                            std::size_t runs, double horizon) {
    const difficulty::DifficultyRule& found = *difficulty::find_rule(rule);
    const RunSetup setup = selfish_setup(found, found.defaults, miner.alpha, miner.gamma);
    const auto spacing_s = static_cast<double>(setup.params.spacing_s);
    std::vector<std::vector<double>> gains;
    for (std::size_t run = 0; run < runs; ++run) {
        gains.push_back(selfish_gain(setup, run, horizon * spacing_s, 512));
    }
    auto time = time_to_profit(gains, horizon * spacing_s);
    if (time) {
        time->mean /= spacing_s;
        time->half_width /= spacing_s;
    }
    return time;
}

TEST(selfish_profit, comes_when_the_closed_forms_say) {
    const auto by_period = simulated_intervals("btc-2016", strong, 40, 6'000);
    ASSERT_TRUE(by_period);
    const auto period = intervals_to_profit(strong, DifficultyAnswer::by_period, 2016);
    EXPECT_NEAR(by_period->mean, *period, 2 * by_period->half_width);
    EXPECT_LT(by_period->half_width, *period / 10);

    const auto exponential = simulated_intervals("asert", strong, 200, 1'000);
    ASSERT_TRUE(exponential);
    const auto decay = intervals_to_profit(strong, DifficultyAnswer::exponential, 288 / ln2);
    EXPECT_NEAR(exponential->mean, *decay, 2 * exponential->half_width);
    EXPECT_LT(exponential->half_width, *decay / 5);
}

TEST(selfish_profit, does_not_come_below_the_threshold) {
    EXPECT_FALSE(simulated_intervals("asert", {.alpha = 0.2, .gamma = 0.5}, 20, 2'000));
}

TEST(selfish_profit, is_the_last_rise_of_the_mean_above_zero) {
    // Means -2, 1, -1, 3 at 10, 20, 30 and 40 s: up from -1 to 3 a quarter of the way.
    const std::vector<std::vector<double>> gains{{-1, 0, -2, 3}, {-3, 2, 0, 3}};
    EXPECT_DOUBLE_EQ(time_to_profit(gains, 40)->mean, 32.5);
    const std::vector<std::vector<double>> lost{{1, -1}, {1, -1}};
    EXPECT_FALSE(time_to_profit(lost, 20));
}

TEST(selfish_profit, is_measured_against_honest_mining_under_the_same_rule) {
    // A tenth that follows nobody wins no race, and dgw's blocks come late for the honest too.
    const difficulty::DifficultyRule& rule = *difficulty::find_rule("dgw");
    const RunSetup setup = selfish_setup(rule, rule.defaults, 0.1, 0);
    const std::vector<double> gain = selfish_gain(setup, 1, 150.0 * 1'000, 1'000);
    // Found blocks are whole, and so are ten tenths of them.
    for (const double at : gain) {
        EXPECT_NEAR(at * 10, std::round(at * 10), 1e-6);
    }
    EXPECT_LT(gain.back(), -50) << "a tenth of a thousand blocks, nearly all of it lost";
    EXPECT_GT(gain.back(), -110);
}

}  // namespace
}  // namespace sluice::lab::sim
