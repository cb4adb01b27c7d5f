#include "lab/scenario/scenario.hpp"
#include "lab/scenario/idle_keys.hpp"
#include "lab/scenario/scenario_keys.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sluice::lab::sim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

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
    EXPECT_TRUE(parse_scenario("steady"));
    const auto misspelt = parse_scenario("stedy");
    ASSERT_FALSE(misspelt);
    EXPECT_THAT(misspelt.error(), HasSubstr("did you mean 'steady'?"));
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
    EXPECT_THAT(problem_of([](Scenario& s) { s.walk_variance = 2; }),
                AllOf(StartsWith("walk_variance "), HasSubstr("0 to 1, not 2")));
    EXPECT_THAT(problem_of([](Scenario& s) {
                    s.steps = {{}, {.factor = 0}};
                }),
                AllOf(StartsWith("steps.2.factor "), HasSubstr("1e-06 to 1000000, not 0")));
    EXPECT_THAT(problem_of([](Scenario& s) { s.timestamps.share = 1.5; }),
                AllOf(StartsWith("stamps.share "), HasSubstr("0 to 1, not 1.5")));
    EXPECT_THAT(problem_of([](Scenario& s) { s.network.selfish_share = 0.5; }),
                AllOf(StartsWith("network.selfish_share "), HasSubstr("0 to 0.49, not 0.5")));
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
                  s.timestamps = {
                      .policy = Timestamps::Policy::offset, .share = 1, .offset_s = 8'000};
              }),
              "")
        << "no block would ever be accepted";
}

/// The key without effect of a steady scenario with one change.
template <class Change>
std::string idle_key_of(Change change) {
    Scenario scenario;
    change(scenario);
    const auto idle = find_idle_keys(scenario);
    return idle.empty() ? "" : idle.front().key + " " + idle.front().message;
}

TEST(scenario_keys, a_key_without_effect_is_found_and_told_what_would_give_it_one) {
    const auto tells = [](const std::string& key, const std::string& remedy) {
        return AllOf(StartsWith(key + " "), HasSubstr(remedy));
    };
    EXPECT_THAT(idle_key_of([](Scenario& s) { s.timestamps.share = 0.2; }),
                tells("stamps.share", "stamps.policy"));
    EXPECT_THAT(idle_key_of([](Scenario& s) {
                    s.timestamps = {
                        .policy = Timestamps::Policy::latest, .share = 0.1, .offset_s = 60};
                }),
                tells("stamps.offset_s", "stamps.policy to offset"));
    EXPECT_THAT(idle_key_of([](Scenario& s) {
                    s.timestamps = {
                        .policy = Timestamps::Policy::latest, .share = 0.1, .period_blocks = 144};
                }),
                tells("stamps.period_blocks", "stamps.policy to timewarp"));
    EXPECT_THAT(idle_key_of([](Scenario& s) { s.sine_period_s = 3'600; }),
                tells("sine_period_s", "sine_amplitude"));
    EXPECT_THAT(idle_key_of([](Scenario& s) { s.network.delay_s = 5; }),
                tells("network.delay_s", "network.miners to at least 2"));
    EXPECT_THAT(idle_key_of([](Scenario& s) { s.steps = {{.at_block = 5, .after_s = 600}}; }),
                tells("steps.1.at_block", "after_s"));
    EXPECT_THAT(idle_key_of([](Scenario& s) { s.miners = {{.band = 0.2}}; }),
                tells("miners.1.band", "greedy or variable"));
}

/// Each key's change, and the least that makes it count.
TEST(scenario_keys, a_key_counts_once_its_partner_is_set) {
    using Kind = MinerGroup::Kind;
    using Policy = Timestamps::Policy;
    EXPECT_EQ(problem_of([](Scenario& s) {
                  s.future_limit_s = 600;
                  s.timestamps = {.policy = Policy::offset, .share = 0.1, .offset_s = 60};
              }),
              "");
    EXPECT_EQ(problem_of([](Scenario& s) {
                  s.timestamps = {.policy = Policy::timewarp, .share = 0.1, .period_blocks = 144};
              }),
              "");
    EXPECT_EQ(problem_of([](Scenario& s) {
                  s.price_jump_max = 0.01;
                  s.miners = {{.kind = Kind::greedy, .band = 0.2, .mean_blocks = 12}};
              }),
              "");
    EXPECT_EQ(
        problem_of([](Scenario& s) { s.network = {.selfish_share = 0.3, .selfish_gamma = 0.5}; }),
        "");
}

}  // namespace
}  // namespace sluice::lab::sim
