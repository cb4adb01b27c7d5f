#include "lab/sim/metrics.hpp"
#include "lab/sim/estimation_bound.hpp"
#include "lab/sim/gap_histogram.hpp"
#include "lab/sim/random.hpp"
#include "lab/sim/summary.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

RunMetrics metrics_of(const Scenario& scenario, std::initializer_list<FoundBlock> blocks) {
    const RunSetup setup{.scenario = scenario};
    MetricSums sums(setup);
    for (const FoundBlock& block : blocks) {
        sums.add(block);
    }
    return sums.result();
}

FoundBlock block(double interval_s, double difficulty, double hashrate, double switching = 0) {
    return {.interval_s = interval_s,
            .difficulty = difficulty,
            .hashrate = hashrate,
            .switching_hashrate = switching};
}

TEST(metrics, follow_their_definitions) {
    const RunMetrics m = metrics_of({}, {block(300, 1, 1), block(900, 2, 1), block(4'800, 1, 2)});
    EXPECT_DOUBLE_EQ(m.mean_interval_s, 2'000);
    EXPECT_DOUBLE_EQ(m.bias, 2'000.0 / 600 - 1);
    EXPECT_NEAR(m.offset, 0, 1e-15) << "ln 1 + ln 2 + ln 1/2";
    EXPECT_NEAR(m.noise, std::log(2) * std::sqrt(2.0 / 3), 1e-15);
    EXPECT_NEAR(m.error, m.noise, 1e-15);
    EXPECT_DOUBLE_EQ(m.wait_s, (300.0 * 300 + 900.0 * 900 + 4'800.0 * 4'800) / (2 * 6'000));
    EXPECT_EQ(m.gap_max_s, 4'800);
    EXPECT_EQ(m.delay_s, 4'800 - 2 * 600) << "only intervals above six spacings count";
    EXPECT_DOUBLE_EQ(m.drift_blocks, 3 - 10);
}

TEST(metrics, what_a_run_does_not_tell_is_not_a_number) {
    const RunMetrics m = metrics_of({}, {block(600, 1, 1)});
    for (const auto member : {&RunMetrics::efficiency, &RunMetrics::rise_s, &RunMetrics::stolen,
                              &RunMetrics::hop_profit, &RunMetrics::timestamp_profit,
                              &RunMetrics::orphans, &RunMetrics::refused}) {
        EXPECT_TRUE(std::isnan(m.*member));
    }
    EXPECT_TRUE(std::isnan(metrics_of({}, {}).mean_interval_s));
}

TEST(metrics, hoppers_are_weighed_by_their_hashes_and_time) {
    const Scenario scenario{.miners = {{}}};
    // Six sevenths of the hashes of the easy block are the hopper's, none of the hard one.
    const RunMetrics m = metrics_of(scenario, {block(100, 1, 7, 6), block(900, 3, 1, 0)});
    const double average_difficulty = (100 * 1 + 900 * 3) / 1'000.0;
    EXPECT_DOUBLE_EQ(m.stolen, 1 - 1 / average_difficulty);
    const double stayers = (100.0 / 1 + 900.0 / 3) / 1'000;
    EXPECT_DOUBLE_EQ(m.hop_profit, 1 / stayers - 1);
}

TEST(metrics, each_has_a_name_and_a_meaning) {
    for (const Metric& metric : metric_table()) {
        EXPECT_FALSE(metric.name.empty());
        EXPECT_FALSE(metric.meaning.empty());
        EXPECT_TRUE(metric.unit.empty() || metric.unit == "s" || metric.unit == "blocks");
    }
}

TEST(gap_histogram, finds_quantiles_of_an_exponential_distribution) {
    GapHistogram histogram;
    Random random(1);
    for (int i = 0; i < 1'000'000; ++i) {
        histogram.add(600 * random.exponential());
    }
    EXPECT_NEAR(histogram.quantile(0.5), 600 * std::log(2), 4);
    EXPECT_NEAR(histogram.quantile(0.999), 600 * std::log(1'000), 90);
}

TEST(gap_histogram, takes_numbers_beyond_its_range) {
    GapHistogram histogram;
    histogram.add(0);
    histogram.add(1e-300);
    histogram.add(1e300);
    EXPECT_LT(histogram.quantile(0.5), 1e-9);
    EXPECT_GT(histogram.quantile(1), 1e9);
    EXPECT_EQ(GapHistogram().quantile(0.5), 0);
}

TEST(estimation_bound, is_the_fixed_point_of_the_information_recursion) {
    for (const double q : {1e-5, 1e-3, 0.1}) {
        const double j = information_limit(q);
        EXPECT_NEAR(1 / (1 / j + q) + 1, j, 1e-9 * j);
        EXPECT_NEAR(prediction_bound(q), 1 / (j - 1), 1e-12);
    }
    EXPECT_NEAR(prediction_bound(1e-6), 1e-3, 1e-6) << "about sqrt(q)";
}

TEST(summary, a_time_has_no_negative_lower_bound) {
    std::vector<RunResult> results(2);
    results[0].metrics.wait_s = 1;
    results[1].metrics.wait_s = 1000;
    results[0].metrics.bias = -1;
    results[1].metrics.bias = 1;
    const Summary summary = summarise(results);
    EXPECT_EQ(summary.of("wait").low(), 0);
    EXPECT_GT(summary.of("wait").half_width, summary.of("wait").mean);
    EXPECT_LT(summary.of("bias").low(), -1);
}

}  // namespace
}  // namespace sluice::lab::sim
