// What theory says exactly, found again by simulation with fixed seeds.

#include "tests/unit/lab/sim/simulation.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

TEST(theory, asert_has_noise_of_one_over_the_root_of_twice_its_memory) {
    constexpr double memory = 144;
    const Summary summary = summary_of(asert_setup(memory, "steady", 400'000), 4);
    EXPECT_NEAR(summary.of("noise").mean * std::sqrt(2 * memory), 1, 0.03);
    EXPECT_NEAR(summary.of("mean_interval").mean, 600, 0.5) << "ASERT's mean spacing is exact";
}

TEST(theory, asert_comes_within_five_percent_of_the_cramer_rao_bound) {
    for (const double q : {1e-4, 1e-3}) {
        RunSetup setup = asert_setup(1 / std::sqrt(q), "random-walk", 200'000);
        setup.scenario.walk_variance = q;
        const Estimate efficiency = summary_of(setup, 4).of("efficiency");
        EXPECT_GE(efficiency.mean, 0.95) << q;
        EXPECT_LE(efficiency.low(), 1) << "no rule beats the bound, q = " << q;
    }
}

TEST(theory, bitcoin_is_slow_by_the_interval_that_it_leaves_out) {
    // 2016 wanted intervals against 2015 measured ones, whose inverse has a mean of 1/2014.
    const Summary summary = summary_of(setup_of("btc-2016", "steady", 1'000'000), 4);
    const Estimate& interval = summary.of("mean_interval");
    EXPECT_NEAR(interval.mean, 600.596, std::max(0.1, interval.half_width));
    EXPECT_NEAR(summary.of("noise").mean, 0.0223, 0.0223 * 0.05);
}

/// Mean interval of all blocks but the first `skipped` under growth.
double mean_interval_in_growth(RunSetup setup, std::uint64_t skipped) {
    setup.start = steady_chain(*setup.rule, setup.params);
    setup.params = anchored_at_tip(setup.params, setup.start);
    double first_s = 0;
    double last_s = 0;
    std::uint64_t seen = 0;
    (void)run_once(setup, 0, [&](const FoundBlock& block) {
        ++seen;
        (seen <= skipped ? first_s : last_s) = block.time_s;
    });
    return (last_s - first_s) / static_cast<double>(seen - skipped);
}

TEST(theory, bitcoin_in_growth_lags_by_lamberts_function) {
    const double per_period = std::log(2) / year_s * 2016 * 600;
    double w = per_period;  // w e^w = per_period, by Newton
    for (int i = 0; i < 20; ++i) {
        w -= (w * std::exp(w) - per_period) / (std::exp(w) * (w + 1));
    }
    EXPECT_NEAR(600 * w / per_period, 584.67, 0.05);
    // The formula leaves out the missing interval, 2016/2014.
    const double mean_s =
        mean_interval_in_growth(setup_of("btc-2016", "growth", 600'000), 10 * 2016);
    EXPECT_NEAR(mean_s, 600 * w / per_period * 2016 / 2014, 0.4);
}

TEST(theory, asert_in_growth_runs_ahead_by_its_time_constant) {
    const double tau_s = 172'800 / std::log(2);
    const double expected = 600 / (1 + std::log(2) / year_s * tau_s);
    EXPECT_NEAR(expected, 596.73, 0.01);
    EXPECT_NEAR(mean_interval_in_growth(setup_of("asert", "growth", 400'000), 10'000), expected,
                0.4);
}

TEST(theory, asert_answers_a_step_exponentially_in_wall_time) {
    constexpr std::size_t seeds = 500;
    constexpr double memory = 415.5;  // a half-life of two days
    for (const auto* scenario : {"step-x2", "step-half"}) {
        RunSetup setup = asert_setup(memory, scenario, 3'000);
        setup.scenario.warmup_blocks = 3'000;
        const std::vector<RunResult> results = run_all(setup, seeds);
        const double tau_s = memory * 600;
        for (const double at_tau : {0.25, 0.5, 1.0, 2.0, 4.0, 6.0}) {
            const auto point =
                static_cast<std::size_t>(at_tau * tau_s / results[0].response.interval_s);
            std::vector<double> ratios;
            std::vector<double> starts;
            for (const RunResult& result : results) {
                ratios.push_back(result.response.points[point]);
                starts.push_back(result.response.points[0]);
            }
            const double y0 = estimate_of(starts).mean;
            const double t_s = static_cast<double>(point) * results[0].response.interval_s;
            const Estimate y = estimate_of(ratios);
            // Twice the 95 % interval: twelve points are looked at, and a difficulty that holds
            // until the next block lags the formula by up to one part in its memory.
            EXPECT_NEAR(y.mean, 1 + (y0 - 1) * std::exp(-t_s / tau_s), 2 * y.half_width)
                << scenario << " after " << at_tau << " time constants";
        }
    }
}

TEST(theory, elastic_hashrate_makes_bitcoin_swing_above_exponent_one) {
    RunSetup setup = setup_of("btc-2016", "elastic", 60 * 2016);
    setup.scenario.elasticity = 0.8;
    EXPECT_LT(summary_of(setup, 1).of("noise").mean, 0.2);
    setup.scenario.elasticity = 1.3;
    EXPECT_GT(summary_of(setup, 1).of("noise").mean, 0.5);
}

TEST(theory, elastic_hashrate_makes_asert_swing_above_twice_its_memory) {
    constexpr double memory = 20;  // the limit is an exponent of 39
    RunSetup setup = asert_setup(memory, "elastic", 20'000);
    const auto noise_of_difficulty = [&](double elasticity) {
        setup.scenario.elasticity = elasticity;
        // x = ln(D/D*) = (1 + elasticity) ln D
        return summary_of(setup, 1).of("noise").mean / (1 + elasticity);
    };
    EXPECT_LT(noise_of_difficulty(8), 0.1);
    EXPECT_GT(noise_of_difficulty(60), 0.3);
}

TEST(theory, selfish_revenue_is_that_of_eyal_and_sirer) {
    for (const double alpha : {0.2, 0.35}) {
        for (const double gamma : {0.0, 0.5, 1.0}) {
            RunSetup setup = setup_of("btc-2016", "selfish", 60'000);
            setup.scenario.network.selfish_share = alpha;
            setup.scenario.network.selfish_gamma = gamma;
            const double rest = 1 - alpha;
            const double revenue = (alpha * rest * rest * (4 * alpha + gamma * (1 - 2 * alpha)) -
                                    alpha * alpha * alpha) /
                                   (1 - alpha * (1 + (2 - alpha) * alpha));
            EXPECT_NEAR(summary_of(setup, 1).of("selfish_revenue").mean, revenue, 0.012)
                << alpha << ' ' << gamma;
        }
    }
}

TEST(theory, delay_orphans_what_is_found_before_a_block_is_heard_of) {
    RunSetup setup = setup_of("btc-2016", "delay", 40'000);
    setup.scenario.network = {.miners = 10, .delay_s = 30};
    // Nine tenths of the hashrate work on for 30 of 600 s; close to first order in that.
    const double expected = 0.9 * 30 / 600;
    EXPECT_NEAR(summary_of(setup, 1).of("orphans").mean, expected / (1 + expected), 0.004);
}

}  // namespace
}  // namespace sluice::lab::sim
