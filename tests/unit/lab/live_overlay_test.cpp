#include "lab/live/live_overlay.hpp"

#include <gtest/gtest.h>

#include <numeric>

namespace sluice::lab {
namespace {

LiveSetup one_minute(const std::string& steps) {
    const auto [rule, params] = resolve_live_rule({.rule = "asert", .settings = {}}, 1);
    return {
        .rule = rule, .params = params, .script = resolve_script(steps, 60).first, .seconds = 60};
}

/// A chain whose hashrate was 1 MH/s, then as much as `second_half_hps` from 30 s on.
LiveRecord record_of(double second_half_hps) {
    LiveRecord record{.genesis_time_s = 1'700'000'000,
                      .start_difficulty = 1e6 / live_hashes_per_difficulty,
                      .full_hashrate_hps = 1e6};
    double hashes = 0;
    for (int second = 0; second <= 60; ++second) {
        record.work.push_back({static_cast<double>(second), hashes});
        hashes += second < 30 ? 1e6 : second_half_hps;
    }
    return record;
}

TEST(difficulty_curve, changes_when_a_block_is_found) {
    const DifficultyCurve curve{.pieces = {{1.5, 10}, {4, 20}}, .after = 30};
    EXPECT_EQ(curve.at(0), 10);
    EXPECT_EQ(curve.at(1.4), 10);
    EXPECT_EQ(curve.at(1.5), 20);
    EXPECT_EQ(curve.at(3.9), 20);
    EXPECT_EQ(curve.at(4), 30);
}

TEST(band, leaves_out_a_fortieth_at_each_end) {
    std::vector<double> values(400);
    std::iota(values.rbegin(), values.rend(), 1.0);
    const Band band = band_of(values);
    EXPECT_EQ(band.mean, 200.5);
    EXPECT_EQ(band.low, 11);
    EXPECT_EQ(band.high, 390);
    EXPECT_TRUE(band.holds(11));
    EXPECT_FALSE(band.holds(10.9));
    EXPECT_FALSE(band.holds(390.1));
}

TEST(measured_levels, change_exactly_at_the_steps_of_the_script) {
    const LiveSetup setup = one_minute("0:1,30:0.5");
    const auto levels = measured_levels(record_of(0.5e6).work, setup);
    ASSERT_EQ(levels.size(), 12U);  // of five spacings each
    for (const HashrateLevel& level : levels) {
        EXPECT_NEAR(level.hashrate_hps, level.from_s < 30 ? 1e6 : 0.5e6, 1) << level.from_s;
    }
    EXPECT_EQ(levels[6].from_s, 30);
}

TEST(measured_levels, survive_a_miner_that_finds_nothing_for_a_while) {
    const LiveSetup setup = one_minute("0:1,30:0.5");
    const LiveRecord record = record_of(0);
    const sim::RunSetup simulation = simulation_of(setup, record, 1);
    for (const sim::Step& step : simulation.scenario.steps) {
        EXPECT_GT(step.factor, 0);
    }
    EXPECT_LT(simulated_curve(simulation, 0, 60).pieces.size(), 100U);
}

TEST(overlay, holds_a_chain_that_was_made_by_the_simulation_itself) {
    const LiveSetup setup = one_minute("0:1,30:0.5");
    LiveRecord record = record_of(0.5e6);
    constexpr std::uint64_t another_seed = 99;
    const DifficultyCurve made =
        simulated_curve(simulation_of(setup, record, another_seed), 0, setup.seconds);
    for (const DifficultyCurve::Piece& piece : made.pieces) {
        record.blocks.push_back({.height = record.blocks.size() + 1,
                                 .time_s = piece.until_s,
                                 .difficulty = piece.difficulty * record.start_difficulty});
    }
    record.next_difficulty = made.after * record.start_difficulty;
    const auto points = lay_over(setup, record, 400, 1, 1);
    ASSERT_EQ(points.size(), 60U);
    EXPECT_GE(count_inside(points), 45U);
    EXPECT_EQ(points[9].time_s, 10);
    EXPECT_EQ(points[40].share, 0.5);
    EXPECT_NEAR(points[40].hashrate, 0.5, 1e-6);
    // ASERT halves the difference to the new level each half-life in the mean.
    EXPECT_NEAR(points[29].simulated.mean / record.start_difficulty, 1, 0.1);
    EXPECT_LT(points[59].simulated.mean, points[29].simulated.mean * 0.8);
}

TEST(overlay, finds_a_chain_outside_that_does_not_follow_its_rule) {
    const LiveSetup setup = one_minute("0:1,30:0.5");
    LiveRecord record = record_of(0.5e6);
    record.next_difficulty = 3 * record.start_difficulty;
    const auto points = lay_over(setup, record, 400, 1, 1);
    EXPECT_EQ(count_inside(points), 0U);
}

}  // namespace
}  // namespace sluice::lab
