#include "lab/sim/response.hpp"
#include "lab/sim/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

/// y = 1 + (start - 1) e^(-t/tau) on a grid.
Response decay(double start, double tau_s, double interval_s, std::size_t points) {
    Response response{.interval_s = interval_s};
    for (std::size_t i = 0; i < points; ++i) {
        const double t = interval_s * static_cast<double>(i);
        response.points.push_back(1 + (start - 1) * std::exp(-t / tau_s));
    }
    return response;
}

TEST(response, exponential_decay_rises_in_one_time_constant) {
    for (const double start : {0.1, 0.5, 2.0, 10.0}) {
        RunMetrics metrics;
        measure_response(decay(start, 1'000, 10, 2'000), metrics);
        EXPECT_NEAR(metrics.rise_s, 1'000, 1) << start;
        EXPECT_NEAR(metrics.settle_10_s, 1'000 * std::log(std::abs(start - 1) / 0.10), 1);
        EXPECT_NEAR(metrics.settle_2_s, 1'000 * std::log(std::abs(start - 1) / 0.02), 1);
        EXPECT_EQ(metrics.overshoot, 0);
    }
}

TEST(response, what_has_not_happened_by_the_end_is_not_measured) {
    RunMetrics metrics;
    measure_response(decay(0.5, 1'000, 10, 20), metrics);
    EXPECT_TRUE(std::isnan(metrics.rise_s));
    EXPECT_TRUE(std::isnan(metrics.settle_10_s));
}

TEST(response, overshoot_is_measured_on_the_far_side) {
    RunMetrics metrics;
    measure_response({.interval_s = 1, .points = {0.5, 0.9, 1.3, 0.95, 1.0}}, metrics);
    EXPECT_DOUBLE_EQ(metrics.overshoot, 0.3);
    EXPECT_NEAR(metrics.settle_10_s, 2 + (1.3 - 1.1) / (1.3 - 0.95), 1e-12);
    measure_response({.interval_s = 1, .points = {2.0, 1.1, 0.8, 1.0}}, metrics);
    EXPECT_DOUBLE_EQ(metrics.overshoot, 0.2);
}

TEST(response, recorder_holds_each_difficulty_until_its_block_is_found) {
    ResponseRecorder recorder(100, 40, 5);  // points at 100, 110, ... 140
    recorder.add({.time_s = 115, .difficulty = 1, .hashrate = 2});
    recorder.add({.time_s = 116, .difficulty = 7, .hashrate = 2});
    recorder.add({.time_s = 500, .difficulty = 4, .hashrate = 2});
    EXPECT_EQ(recorder.take().points, (std::vector<double>{0.5, 0.5, 2, 2, 2}));
}

TEST(response, a_block_under_way_at_the_step_counts_with_the_new_hashrate) {
    ResponseRecorder recorder(100, 20, 3, 4);  // points at 100, 110, 120
    recorder.add({.time_s = 90, .interval_s = 30, .difficulty = 2, .hashrate = 2});
    recorder.add(
        {.time_s = 115, .interval_s = 25, .difficulty = 2, .hashrate = 2, .switching_hashrate = 1});
    recorder.add({.time_s = 500, .interval_s = 385, .difficulty = 5, .hashrate = 5});
    EXPECT_EQ(recorder.take().points, (std::vector<double>{0.4, 0.4, 1}));
}

TEST(summary, students_t_agrees_with_its_table) {
    EXPECT_NEAR(student_t_975(1), 12.7062, 1e-4);
    EXPECT_NEAR(student_t_975(10), 2.2281, 1e-4);
    EXPECT_NEAR(student_t_975(11), 2.2010, 2e-4);
    EXPECT_NEAR(student_t_975(30), 2.0423, 1e-4);
    EXPECT_NEAR(student_t_975(100'000), 1.95996, 1e-4);
}

TEST(summary, estimates_have_a_mean_and_an_interval) {
    const std::vector<double> values{1, 2, 3, not_measured};
    const Estimate estimate = estimate_of(values);
    EXPECT_DOUBLE_EQ(estimate.mean, 2);
    EXPECT_NEAR(estimate.half_width, 4.302653 / std::sqrt(3), 1e-5);
    EXPECT_DOUBLE_EQ(estimate_of(std::vector<double>{5}).mean, 5);
    EXPECT_TRUE(std::isnan(estimate_of(std::vector<double>{5}).half_width));
    EXPECT_TRUE(std::isnan(estimate_of({}).mean));
}

TEST(summary, rise_is_that_of_the_mean_response_with_a_jackknife_interval) {
    std::vector<RunResult> results(2);
    results[0].response = decay(0.5, 900, 10, 2'000);
    results[1].response = decay(0.5, 1'100, 10, 2'000);
    const Summary summary = summarise(results);
    EXPECT_NEAR(summary.of("rise").mean, 1'000, 10);
    // Two groups: each leaves the other's time constant.
    EXPECT_NEAR(summary.of("rise").half_width, 12.7062 * 100, 15);
}

}  // namespace
}  // namespace sluice::lab::sim
