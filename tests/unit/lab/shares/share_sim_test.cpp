#include "lab/shares/share_sim.hpp"

#include "tests/unit/lab/shares/find_share_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sluice::lab {
namespace {

/// Never moves: what the miner does is what the metrics show.
class Constant final : public ShareController {
public:
    explicit Constant(const ShareControllerStart& start) : difficulty_(start.difficulty) {}
    [[nodiscard]] double difficulty() const override { return difficulty_; }
    void on_share(double) override {}
    void on_timer(double) override {}

private:
    double difficulty_;
};

/// Knows the answer ten minutes after the event at 2 hours.
class Oracle final : public ShareController {
public:
    explicit Oracle(const ShareControllerStart& start) : difficulty_(start.difficulty) {}
    [[nodiscard]] double difficulty() const override { return difficulty_; }
    void on_share(double) override {}
    void on_timer(double now_s) override {
        if (!moved_ && now_s >= 7200 + 600) {
            difficulty_ *= 10;
            moved_ = true;
        }
    }

private:
    double difficulty_;
    bool moved_ = false;
};

template <class Controller>
std::unique_ptr<ShareController> make(const ShareControllerStart& start) {
    return std::make_unique<Controller>(start);
}

const ShareControllerRow constant_row{"constant", "", 6, 10, make<Constant>};
const ShareControllerRow oracle_row{"oracle", "", 6, 1, make<Oracle>};

/// A scenario that starts at the ideal difficulty exactly.
ShareScenario from_ideal(std::string_view name) {
    ShareScenario scenario = *find_share_scenario(name);
    scenario.start_spread = 1;
    return scenario;
}

TEST(share_sim, shows_a_constant_difficulty_as_it_is) {
    const ShareMetrics metrics = simulate_shares(constant_row, from_ideal("steady"), {18, 5});
    EXPECT_NEAR(metrics.bias, 0, 1e-9);
    EXPECT_NEAR(metrics.rms, 0, 1e-9);
    EXPECT_EQ(metrics.retargets_per_hour, 0);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const ShareMetrics off =
            simulate_shares(constant_row, *find_share_scenario("steady"), {18, seed});
        EXPECT_NE(off.bias, 0);
        EXPECT_EQ(off.sigma, 0) << "not what is left of two squares";
    }
    EXPECT_NEAR(metrics.shares_per_minute, 18, 4 * std::sqrt(18.0 / 540));
    EXPECT_NEAR(metrics.shares_spread, 1 / std::sqrt(18.0), 0.03) << "Poisson";
    EXPECT_EQ(metrics.settle_s, 0);
    EXPECT_TRUE(std::isnan(metrics.rise_s)) << "nothing to rise to";
}

TEST(share_sim, draws_where_a_run_starts) {
    double least = 1;
    double most = -1;
    for (std::uint64_t seed = 0; seed < 50; ++seed) {
        const double bias =
            simulate_shares(constant_row, *find_share_scenario("steady"), {6, seed}).bias;
        EXPECT_LE(std::abs(bias), std::log(2));
        least = std::min(least, bias);
        most = std::max(most, bias);
    }
    EXPECT_LT(least, -0.5);
    EXPECT_GT(most, 0.5);
}

TEST(share_sim, knows_what_never_rises_or_settles) {
    const ShareMetrics metrics = simulate_shares(constant_row, from_ideal("step-up"), {18, 5});
    EXPECT_NEAR(metrics.bias, -std::log(10), 1e-9);
    EXPECT_TRUE(std::isnan(metrics.rise_s));
    EXPECT_TRUE(std::isnan(metrics.settle_s));
    EXPECT_GT(metrics.flood_per_minute, 180);
}

TEST(share_sim, times_a_response) {
    const ShareMetrics metrics = simulate_shares(oracle_row, from_ideal("step-up"), {6, 5});
    EXPECT_NEAR(metrics.rise_s, 600.5, 0.6);
    EXPECT_NEAR(metrics.settle_s, 600.5, 0.6);
    EXPECT_NEAR(metrics.bias, 0, 1e-9);
}

TEST(share_sim, gives_the_same_run_for_the_same_seed) {
    const ShareScenario& steady = *find_share_scenario("steady");
    const ShareControllerRow& row = *find_share_controller("miningcore");
    const double first = simulate_shares(row, steady, {4, 7}).rms;
    EXPECT_EQ(simulate_shares(row, steady, {4, 7}).rms, first);
    EXPECT_NE(simulate_shares(row, steady, {4, 8}).rms, first);
}

TEST(share_sim, runs_every_controller_through_every_scenario) {
    for (const ShareScenario& scenario : share_scenarios()) {
        for (const ShareControllerRow& row : share_controllers()) {
            const ShareMetrics metrics = simulate_shares(row, scenario, {row.shares_per_minute, 3});
            EXPECT_TRUE(std::isfinite(metrics.rms)) << row.name << " in " << scenario.name;
            EXPECT_GT(metrics.shares_per_minute, 0) << row.name << " in " << scenario.name;
        }
    }
}

TEST(share_sim, finds_our_controller_steady_and_quick) {
    const ShareControllerRow& ours = *find_share_controller("sluice");
    EXPECT_LT(simulate_shares(ours, *find_share_scenario("steady"), {18, 1}).rms, 0.15);
    for (const char* scenario : {"step-up", "step-down", "start-low", "start-high"}) {
        EXPECT_LT(simulate_shares(ours, *find_share_scenario(scenario), {18, 1}).rise_s, 600)
            << scenario;
    }
}

}  // namespace
}  // namespace sluice::lab
