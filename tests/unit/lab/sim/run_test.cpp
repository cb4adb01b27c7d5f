#include "tests/unit/lab/sim/simulation.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "difficulty/network/running_median_time.hpp"
#include "lab/sim/timestamping.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

TEST(run, every_rule_survives_every_scenario) {
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        for (const Scenario& scenario : scenarios()) {
            RunSetup setup = setup_of(rule->name, scenario.name, 400);
            setup.scenario.warmup_blocks = 100;
            setup.scenario.start_multiple = 1;
            if (find_setup_error(setup)) {
                EXPECT_TRUE(scenario.network.forks() && reads_next_time(*rule, setup.params))
                    << rule->name << " " << scenario.name;
                continue;
            }
            const Summary summary = summary_of(setup, 1);
            EXPECT_GE(summary.of("mean_interval").mean, 0) << rule->name << " " << scenario.name;
        }
    }
}

TEST(run, the_same_seed_gives_the_same_bits_and_another_seed_others) {
    for (const auto* scenario : {"price-walk", "delay", "step-x2", "sinusoid"}) {
        const RunSetup setup = setup_of("asert", scenario, 2'000);
        const auto once = run_all(setup, 2);
        const auto again = run_all(setup, 2);
        for (const Metric& metric : metric_table()) {
            const double value = once[0].metrics.*metric.member;
            EXPECT_TRUE(value == again[0].metrics.*metric.member || std::isnan(value))
                << metric.name;
        }
        EXPECT_NE(once[0].metrics.mean_interval_s, once[1].metrics.mean_interval_s);
        RunSetup other = setup;
        other.seed = 2;
        EXPECT_NE(run_all(other, 1)[0].metrics.mean_interval_s, once[0].metrics.mean_interval_s);
    }
}

/// Blocks of a short run.
std::vector<FoundBlock> blocks_of(RunSetup setup) {
    setup.start = steady_chain(*setup.rule, setup.params);
    setup.params = anchored_at_tip(setup.params, setup.start);
    std::vector<FoundBlock> blocks;
    (void)run_once(setup, 0, [&](const FoundBlock& block) { blocks.push_back(block); });
    return blocks;
}

TEST(run, timestamps_are_above_the_median_and_not_beyond_the_future_limit) {
    for (const auto* scenario : {"stamps-earliest", "stamps-latest", "steady"}) {
        const RunSetup setup = setup_of("asert", scenario, 3'000);
        difficulty::RunningMedianTime median;
        const std::int64_t epoch_s = steady_chain(*setup.rule, setup.params).blocks.back().time;
        std::size_t seen = 0;
        for (const FoundBlock& block : blocks_of(setup)) {
            if (seen >= difficulty::median_time_span) {
                ASSERT_GT(block.timestamp_s, median.median()) << scenario;
            }
            ASSERT_LE(block.timestamp_s, epoch_s + static_cast<std::int64_t>(block.time_s) + 7'200)
                << scenario;
            median.append(block.timestamp_s);
            ++seen;
        }
        EXPECT_GE(seen, 3'000U) << scenario;
    }
}

TEST(run, timestamps_beyond_the_future_limit_cost_their_finder_the_block) {
    RunSetup setup = setup_of("btc-2016", "stamps-latest", 20'000);
    setup.scenario.timestamps = {
        .policy = Timestamps::Policy::offset, .share = 0.25, .offset_s = 7'201};
    const Summary refused = summary_of(setup, 1);
    EXPECT_NEAR(refused.of("refused").mean, 0.25 / 0.75, 0.02);
    setup.scenario.timestamps.offset_s = 7'200;
    EXPECT_EQ(summary_of(setup, 1).of("refused").mean, 0);
}

TEST(run, timewarp_lets_bitcoins_difficulty_collapse) {
    const Summary summary = summary_of(setup_of("btc-2016", "timewarp", 20 * 2016), 1);
    EXPECT_GT(summary.of("stamp_profit").mean, 3);
}

TEST(run, a_drop_of_nine_tenths_costs_bitcoin_140_days_and_then_35) {
    RunSetup setup = setup_of("btc-2016", "drop-90", 40'320);
    setup.scenario.warmup_blocks = 2 * 2016;
    double first_period_s = 0;
    double second_period_s = 0;
    std::size_t count = 0;
    for (const FoundBlock& block : blocks_of(setup)) {
        if (count == 0) {
            EXPECT_EQ(block.height % 2016, 0U);
        }
        (count < 2016 ? first_period_s : second_period_s) += count < 4032 ? block.interval_s : 0;
        ++count;
    }
    EXPECT_NEAR(first_period_s / 86'400, 140, 14);
    EXPECT_NEAR(second_period_s / 86'400, 35, 4);
}

TEST(run, a_run_over_time_ends_when_difficulty_collapses) {
    RunSetup setup = setup_of("btc-2016", "timewarp", 3'000);
    setup.scenario.until_time = true;
    EXPECT_LE(run_all(setup, 1)[0].simulated_blocks, 3'000 * 100 + 10'000U);
}

TEST(run, a_run_over_blocks_ends_when_the_chain_stands_still) {
    RunSetup setup = setup_of("asert", "timewarp", 100'000);
    EXPECT_LT(run_all(setup, 1)[0].simulated_blocks, 110'000U);
}

TEST(run, a_step_by_the_clock_is_answered_as_one_at_a_block) {
    RunSetup setup = setup_of("asert", "step-x2", 600);
    setup.params.half_life_s = 20'000;
    const double at_once = summary_of(setup, 100).of("rise").mean;
    setup.scenario.steps[0].after_s = 100'300;
    const Summary later = summary_of(setup, 100);
    EXPECT_NEAR(later.of("rise").mean / at_once, 1, 0.1);
    EXPECT_LT(later.of("overshoot").mean, 0.2);

    setup.scenario.steps[0].after_s = 360'000;
    EXPECT_NE(find_setup_error(setup)->find("steps.1.after_s"), std::string::npos);
}

TEST(run, obstacles_are_named) {
    RunSetup setup = setup_of("asert", "steady", 100);
    EXPECT_FALSE(find_setup_error(setup));
    setup.params.half_life_s = 0;
    EXPECT_NE(find_setup_error(setup)->find("half_life_s"), std::string::npos);
    setup = setup_of("asert", "steady", 100);
    setup.scenario.walk_variance = -1;
    EXPECT_EQ(*find_setup_error(setup), "scenario steady: walk_variance must be 0 to 1, not -1");
}

TEST(run, goes_on_from_a_recorded_chain) {
    RunSetup setup = setup_of("btc-2016", "steady", 2'016);
    std::vector<difficulty::Block> blocks;
    for (std::int64_t i = 0; i < 3'000; ++i) {
        blocks.push_back({1'600'000'000 + 600 * i, 0x1700'8000});
    }
    auto start = recorded_chain(*setup.rule, setup.params, 700'000, blocks);
    ASSERT_TRUE(start);
    setup.start = *start;
    std::vector<FoundBlock> found;
    (void)run_once(setup, 0, [&](const FoundBlock& block) { found.push_back(block); });
    EXPECT_GE(found.front().height, 703'000U);
    EXPECT_GT(found.front().timestamp_s, blocks.back().time);

    blocks.resize(100);
    const auto too_short = recorded_chain(*setup.rule, setup.params, 700'000, blocks);
    ASSERT_FALSE(too_short);
    EXPECT_NE(too_short.error().find("needs at least"), std::string::npos);
}

/// These bits were computed once; any compiler and any C library must find them again.
TEST(run, is_the_same_on_every_machine) {
    const auto results = run_all(setup_of("asert", "price-walk", 5'000), 1);
    EXPECT_EQ(results[0].metrics.mean_interval_s, 0x1.29dc5aa038e8cp+9);
    EXPECT_EQ(results[0].metrics.noise, 0x1.27991ecedafd2p-3);
    EXPECT_EQ(results[0].metrics.hop_profit, 0x1.ada8e28fd88p-11);
    const auto walked = run_all(setup_of("btc-2016", "random-walk", 5'000), 1);
    EXPECT_EQ(walked[0].metrics.mean_interval_s, 0x1.178ddab7ceec5p+9);
    EXPECT_EQ(walked[0].metrics.efficiency, 0x1.6a94ea33dfc9ap-3);
    const auto swung = run_all(setup_of("asert", "sinusoid", 5'000), 1);
    EXPECT_EQ(swung[0].metrics.error, 0x1.60e082f3da9d1p-2);
    const auto forked = run_all(setup_of("asert", "delay", 5'000), 1);
    EXPECT_EQ(forked[0].metrics.mean_interval_s, 0x1.2ac1efbeaf17cp+9);
}

}  // namespace
}  // namespace sluice::lab::sim
