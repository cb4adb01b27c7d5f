#include "lab/scenario/scenario_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

std::string scenario_error_of(std::string_view text) {
    const auto scenario = read_scenario(text, "s.toml");
    return scenario ? "none" : scenario.error();
}

TEST(scenario_file, of_a_key_of_very_many_parts_is_refused_and_not_parsed) {
    std::string key = "a";
    for (int i = 0; i < 200'000; ++i) {
        key += ".a";
    }
    const auto scenario = read_scenario(key + " = 1\n", "deep.toml");
    ASSERT_FALSE(scenario);
    EXPECT_EQ(scenario.error().rfind("deep.toml:1: a key of more than", 0), 0U) << scenario.error();
    const std::string change = "blocks" + key + "=1";
    EXPECT_FALSE(changed_scenario(sim::Scenario{}, std::span(&change, 1)));
}

TEST(scenario_file, reads_every_kind_of_key) {
    const auto scenario = read_scenario(R"(
name = "storm"
description = "everything at once"
blocks = 5000
until_time = true
walk_variance = 1e-4

[[steps]]
at_block = 100
factor = 2

[[steps]]
after_s = 3600
factor = 0.5

[[miners]]
kind = "greedy"
hashrate = 3
band = 0.2

[stamps]
policy = "offset"
share = 0.1
offset_s = -60
)",
                                        "s.toml");
    ASSERT_TRUE(scenario) << scenario.error();
    EXPECT_EQ(scenario->name, "storm");
    EXPECT_EQ(scenario->blocks, 5'000U);
    EXPECT_TRUE(scenario->until_time);
    EXPECT_EQ(scenario->steps, (std::vector<sim::Step>{{.at_block = 100, .factor = 2},
                                                       {.after_s = 3'600, .factor = 0.5}}));
    ASSERT_EQ(scenario->miners.size(), 1U);
    EXPECT_EQ(scenario->miners[0].kind, sim::MinerGroup::Kind::greedy);
    EXPECT_EQ(scenario->miners[0].band, 0.2);
    EXPECT_EQ(scenario->timestamps.policy, sim::Timestamps::Policy::offset);
    EXPECT_EQ(scenario->timestamps.offset_s, -60);
}

TEST(scenario_file, starts_from_a_built_in_scenario) {
    const auto scenario = read_scenario("based_on = 'stamps-latest'\nstamps.share = 0.2", "--with");
    ASSERT_TRUE(scenario) << scenario.error();
    EXPECT_EQ(scenario->name, "stamps-latest");
    EXPECT_EQ(scenario->timestamps.policy, sim::Timestamps::Policy::latest);
    EXPECT_EQ(scenario->timestamps.share, 0.2);
}

TEST(changed_scenario, takes_words_without_quotes_and_says_what_was_changed) {
    const std::vector<std::string> changes{"stamps.policy=latest", "stamps.share=0.2",
                                           "until_time=true"};
    const auto scenario = changed_scenario(**sim::parse_scenario("steady"), changes);
    ASSERT_TRUE(scenario) << scenario.error();
    EXPECT_EQ(scenario->timestamps.policy, sim::Timestamps::Policy::latest);
    EXPECT_TRUE(scenario->until_time);
    EXPECT_TRUE(scenario->description.ends_with(
        "; changed: stamps.policy=latest, stamps.share=0.2, until_time=true"));
}

TEST(changed_scenario, lets_keys_of_the_built_in_one_lose_their_effect) {
    const std::vector<std::string> no_selfish_miner{"network.selfish_share=0"};
    const auto scenario = changed_scenario(**sim::parse_scenario("selfish"), no_selfish_miner);
    ASSERT_TRUE(scenario) << scenario.error();
    EXPECT_GT(scenario->network.selfish_gamma, 0);
}

TEST(changed_scenario, errors_quote_the_change) {
    const auto error_of_change = [](const std::string& change) {
        const std::vector<std::string> changes{"blocks=50", change};
        const auto scenario = changed_scenario(**sim::parse_scenario("steady"), changes);
        return scenario ? "none" : scenario.error();
    };
    EXPECT_THAT(error_of_change("walk_varianc=0"),
                AllOf(StartsWith("--with walk_varianc=0: "), HasSubstr("'walk_variance'")));
    EXPECT_THAT(error_of_change("walk_variance"),
                AllOf(StartsWith("--with needs KEY=VALUE"), HasSubstr("'walk_variance'")));
    EXPECT_THAT(error_of_change("stamps.share=0.2"),
                AllOf(StartsWith("--with stamps.share=0.2: "), HasSubstr("stamps.policy")));
    EXPECT_TRUE(error_of_change("walk_variance=1e").starts_with("--with walk_variance=1e: "));
}

TEST(scenario_file, errors_name_file_line_key_and_remedy) {
    struct Wrong {
        const char* text;
        const char* place;
        const char* remedy;
    };
    for (const auto& [text, place, remedy] :
         {Wrong{"\nblcks = 5", "s.toml:2: blcks: ", "'blocks'"},
          Wrong{"quux = 5", "s.toml:1: quux: ", "docs/scenarios.md"},
          Wrong{"blocks = 0", "s.toml:1: blocks: ", "whole number, 1 to 1000000000"},
          Wrong{"blocks = 1.5", "s.toml:1: blocks: ", "whole number, 1 to 1000000000"},
          Wrong{"walk_variance = 'x'", "s.toml:1: walk_variance: ", "number, 0 to 1"},
          Wrong{"walk_variance = 7", "s.toml:1: walk_variance: ", "0 to 1, not 7"},
          Wrong{"until_time = 1", "s.toml:1: until_time: ", "true or false"},
          Wrong{"based_on = 'stedy'", "s.toml:1: based_on: ", "'steady'"},
          Wrong{"[stamps]\npolicy = 'late'", "s.toml:2: stamps.policy: ", "earliest, latest"},
          Wrong{"stamps = 3", "s.toml:1: stamps: ", "[stamps]"},
          Wrong{"steps = [1]", "s.toml:1: steps: ", "[[steps]]"},
          Wrong{"[[steps]]\nfactor = -2", "s.toml:2: steps.1.factor: ", "1000000, not -2"}}) {
        EXPECT_THAT(scenario_error_of(text), AllOf(StartsWith(place), HasSubstr(remedy)));
    }
    EXPECT_TRUE(scenario_error_of("blocks = ").starts_with("s.toml:1: "))
        << scenario_error_of("blocks = ");
    EXPECT_TRUE(
        scenario_error_of("response = true").starts_with("s.toml:1: response: needs a step"));
}

TEST(scenario_file, a_list_without_end_is_refused) {
    std::string text;
    for (int i = 0; i < 1'001; ++i) {
        text += "[[steps]]\nfactor = 1\n";
    }
    EXPECT_NE(scenario_error_of(text).find("the limit is 1000"), std::string::npos);
}

}  // namespace
}  // namespace sluice::lab
