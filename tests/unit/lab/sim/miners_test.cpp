#include "lab/sim/miners.hpp"

#include <gtest/gtest.h>

namespace sluice::lab::sim {
namespace {

using Kind = MinerGroup::Kind;

/// Hashrate of the groups after they have seen these difficulties, from height 1 on.
double hashrate_after(const Scenario& scenario, std::initializer_list<double> difficulties) {
    SwitchingMiners miners(scenario);
    Random random(1);
    difficulty::Height height = 0;
    for (const double difficulty : difficulties) {
        miners.decide(++height, difficulty, random);
    }
    return miners.hashrate();
}

TEST(switching_miners, on_off_attacker_has_hysteresis) {
    const Scenario scenario{.miners = {{.kind = Kind::on_off, .hashrate = 6}}};
    EXPECT_EQ(hashrate_after(scenario, {1.32}), 0) << "not yet below 1.30";
    EXPECT_EQ(hashrate_after(scenario, {1.32, 1.30}), 6);
    EXPECT_EQ(hashrate_after(scenario, {1.32, 1.30, 1.34}), 6);
    EXPECT_EQ(hashrate_after(scenario, {1.32, 1.30, 1.34, 1.35}), 0);
    EXPECT_EQ(hashrate_after(scenario, {1.32, 1.30, 1.34, 1.35, 1.31}), 0);
}

TEST(switching_miners, jumper_decides_at_multiples_of_its_period_only) {
    const Scenario scenario{
        .miners = {{.hashrate = 1, .start_below = 1.5, .stop_at = 1.5, .every_blocks = 3}}};
    EXPECT_EQ(hashrate_after(scenario, {1, 1}), 0);
    EXPECT_EQ(hashrate_after(scenario, {1, 1, 1}), 1);
    EXPECT_EQ(hashrate_after(scenario, {1, 1, 1, 2, 2}), 1);
    EXPECT_EQ(hashrate_after(scenario, {1, 1, 1, 2, 2, 2}), 0);
}

TEST(switching_miners, greedy_miners_come_and_leave_together) {
    const Scenario scenario{
        .miners = {{.kind = Kind::greedy, .hashrate = 4, .band = 0.1, .mean_blocks = 2}}};
    EXPECT_EQ(hashrate_after(scenario, {1.0, 0.85}), 0) << "the mean is above 0.9";
    EXPECT_EQ(hashrate_after(scenario, {0.9, 0.85}), 4);
    EXPECT_EQ(hashrate_after(scenario, {0.9, 0.85, 1.2}), 4);
    EXPECT_EQ(hashrate_after(scenario, {0.9, 0.85, 1.2, 1.1}), 0);
}

TEST(switching_miners, variable_miners_come_in_proportion) {
    const Scenario scenario{
        .miners = {{.kind = Kind::variable, .hashrate = 4, .band = 0.15, .mean_blocks = 1}}};
    EXPECT_NEAR(hashrate_after(scenario, {1.0}), 2, 1e-12);
    EXPECT_DOUBLE_EQ(hashrate_after(scenario, {0.85}), 4);
    EXPECT_DOUBLE_EQ(hashrate_after(scenario, {0.5}), 4);
    EXPECT_NEAR(hashrate_after(scenario, {1.075}), 1, 1e-12);
    EXPECT_DOUBLE_EQ(hashrate_after(scenario, {1.2}), 0);
}

}  // namespace
}  // namespace sluice::lab::sim
