#include "lab/sim/hashrate.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

TEST(base_hashrate, does_steady_work_in_proportion) {
    BaseHashrate base(Scenario{});
    EXPECT_DOUBLE_EQ(base.time_of_work(100, 600, 1, 0), 700);
    EXPECT_DOUBLE_EQ(base.time_of_work(100, 600, 0.5, 1), 500);
}

TEST(base_hashrate, takes_steps_of_time_in_the_middle_of_a_block) {
    const Scenario scenario{.steps = {{.after_s = 300, .factor = 3}}};
    BaseHashrate base(scenario);
    base.start_measuring(1'000);
    // 300 s at 1, then 600 at 3 hash the rest
    EXPECT_DOUBLE_EQ(base.time_of_work(1'000, 300 + 1'800, 1, 0), 1'900);
    EXPECT_DOUBLE_EQ(base.at(2'000), 3);
}

TEST(base_hashrate, takes_several_steps_on_its_way) {
    const Scenario scenario{
        .steps = {{.after_s = 20, .factor = 0.5}, {.after_s = 10, .factor = 4}}};
    BaseHashrate base(scenario);
    base.start_measuring(0);
    EXPECT_DOUBLE_EQ(base.time_of_work(0, 10 + 40 + 20, 1, 0), 30);
}

TEST(base_hashrate, takes_steps_of_blocks_at_their_block) {
    const Scenario scenario{.steps = {{.at_block = 2, .factor = 10}}};
    BaseHashrate base(scenario);
    base.start_measuring(0);
    base.start_block(1, 0);
    EXPECT_EQ(base.at(0), 1);
    base.start_block(2, 0);
    EXPECT_EQ(base.at(0), 10);
}

TEST(base_hashrate, grows_by_its_factor_in_a_year) {
    const Scenario scenario{.growth_per_year = 2};
    BaseHashrate base(scenario);
    EXPECT_EQ(base.at(5'000), 1) << "the warm-up is steady";
    base.start_measuring(1'000);
    EXPECT_NEAR(base.at(1'000 + year_s), 2, 1e-12);
    // The integral of 2^t over a year is 1/ln 2 years.
    EXPECT_NEAR(base.time_of_work(1'000, year_s / std::log(2), 1, 0), 1'000 + year_s, 1);
}

TEST(base_hashrate, swings_and_does_the_mean_work_in_whole_periods) {
    const Scenario scenario{.sine_amplitude = 0.9, .sine_period_s = 3'600};
    BaseHashrate base(scenario);
    base.start_measuring(0);
    EXPECT_NEAR(base.at(900), 1.9, 1e-12);
    EXPECT_NEAR(base.at(2'700), 0.1, 1e-12);
    EXPECT_NEAR(base.time_of_work(0, 3'600, 1, 0), 3'600, 1e-3);
    EXPECT_NEAR(base.time_of_work(0, 2 * 3'600, 1, 1), 3'600, 1e-3);
    // Over the better half: 1800 + 0.9 * 3600/pi
    EXPECT_NEAR(base.time_of_work(0, 1'800 + 0.9 * 3'600 / pi, 1, 0), 1'800, 1e-3);
}

TEST(base_hashrate, walks_with_the_variance_asked_for) {
    const Scenario scenario{.walk_variance = 1e-4};
    BaseHashrate base(scenario);
    Random random(1);
    double squares = 0;
    constexpr int blocks = 100'000;
    double before = base.at(0);
    for (int i = 0; i < blocks; ++i) {
        base.walk(random);
        const double move = std::log(base.at(0) / before);
        squares += move * move;
        before = base.at(0);
    }
    EXPECT_NEAR(squares / blocks, 1e-4, 2.5e-6);
}

}  // namespace
}  // namespace sluice::lab::sim
