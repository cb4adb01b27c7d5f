#include "difficulty/sim/scenario.hpp"
#include "difficulty/sim/scenario_keys.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::difficulty::sim {
namespace {

TEST(scenarios, every_built_in_one_is_sound_and_has_its_own_name) {
    std::set<std::string> names;
    for (const Scenario& scenario : scenarios()) {
        EXPECT_TRUE(names.insert(scenario.name).second) << scenario.name;
        EXPECT_FALSE(scenario.description.empty()) << scenario.name;
        const auto problem = find_problem(scenario);
        EXPECT_FALSE(problem) << scenario.name << ": " << problem->key << ' ' << problem->message;
    }
}

TEST(scenarios, a_misspelt_name_is_corrected) {
    EXPECT_TRUE(scenario_named("steady"));
    const auto misspelt = scenario_named("stedy");
    ASSERT_FALSE(misspelt);
    EXPECT_EQ(misspelt.error(), "unknown scenario 'stedy'; did you mean 'steady'?");
}

/// The problem of a steady scenario with one change.
template <class Change>
std::string problem_of(Change change) {
    Scenario scenario;
    change(scenario);
    const auto problem = find_problem(scenario);
    return problem ? problem->key + " " + problem->message : "";
}

TEST(scenario_keys, a_number_out_of_range_is_named_with_its_range) {
    EXPECT_EQ(problem_of([](Scenario& s) { s.walk_variance = 2; }),
              "walk_variance must be 0 to 1, not 2");
    EXPECT_EQ(problem_of([](Scenario& s) {
                  s.steps = {{}, {.factor = 0}};
              }),
              "steps.2.factor must be 1e-06 to 1000000, not 0");
    EXPECT_EQ(problem_of([](Scenario& s) { s.stamps.share = 1.5; }),
              "stamps.share must be 0 to 1, not 1.5");
    EXPECT_EQ(problem_of([](Scenario& s) { s.network.selfish_share = 0.5; }),
              "network.selfish_share must be 0 to 0.49, not 0.5");
}

TEST(scenario_keys, contradictions_are_found) {
    EXPECT_NE(problem_of([](Scenario& s) {
                  s.sine_amplitude = 0.5;
                  s.growth_per_year = 2;
              }),
              "");
    EXPECT_NE(problem_of([](Scenario& s) { s.response = true; }), "");
    EXPECT_NE(problem_of([](Scenario& s) { s.network.miners = 1; }), "");
    EXPECT_NE(problem_of([](Scenario& s) {
                  s.network.miners = 5;
                  s.blocks = 5'000'000;
              }),
              "");
    EXPECT_NE(problem_of([](Scenario& s) {
                  s.network.miners = 5;
                  s.elasticity = 1;
              }),
              "");
    EXPECT_NE(problem_of([](Scenario& s) { s.miners = {{.start_below = 2, .stop_at = 1}}; }), "");
    EXPECT_NE(problem_of([](Scenario& s) {
                  s.stamps = {.policy = Stamps::Policy::offset, .share = 1, .offset_s = 8'000};
              }),
              "")
        << "no block would ever be accepted";
}

}  // namespace
}  // namespace sluice::difficulty::sim
