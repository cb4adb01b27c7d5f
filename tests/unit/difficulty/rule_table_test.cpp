#include "difficulty/network/rule.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "protocol/pow/target.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace sluice::difficulty {
namespace {

using ::testing::HasSubstr;

const DifficultyRule& known_rule(std::string_view name) {
    const DifficultyRule* rule = find_rule(name);
    EXPECT_NE(rule, nullptr) << name;
    return *rule;
}

TEST(rule_table, names_every_rule_once_and_says_where_it_comes_from) {
    std::set<std::string_view> names;
    for (const DifficultyRule* rule : difficulty_rules()) {
        EXPECT_TRUE(names.insert(rule->name).second) << rule->name;
        EXPECT_FALSE(rule->description.empty()) << rule->name;
        EXPECT_FALSE(rule->source.empty()) << rule->name;
        EXPECT_FALSE(rule->weakness.empty()) << rule->name;
        EXPECT_TRUE(check_params(*rule, rule->defaults)) << rule->name;
        EXPECT_EQ(find_rule(rule->name), rule);
    }
}

TEST(rule_table, knows_no_other_name) { EXPECT_EQ(find_rule("btc-2017"), nullptr); }

TEST(rule_table, says_which_rule_a_misspelt_name_probably_means) {
    ASSERT_TRUE(parse_rule("asert"));
    EXPECT_EQ(*parse_rule("asert"), find_rule("asert"));
    EXPECT_EQ(parse_rule("asret").error(), "unknown rule 'asret'; did you mean 'asert'?");
    EXPECT_EQ(parse_rule("nothing-like-it").error(),
              "unknown rule 'nothing-like-it'; `sluice-lab rules` lists them all");
}

/// The target that the rule wants, over that of a chain which came so many percent too slowly.
double correction_of(const DifficultyRule& rule, std::int64_t percent) {
    constexpr std::uint32_t bits = 0x1c12'3456;
    constexpr Height blocks = 10'080;  // rules with periods of 144, 240 and 2016 retarget now
    RuleParams params = rule.defaults;
    params.anchor.reset();
    const std::int64_t solve_time_s = params.spacing_s * (100 + percent) / 100;
    WholeChain chain;
    std::int64_t time = 1'700'000'000;
    for (Height height = 0; height < blocks; ++height) {
        chain.append({time, bits});
        time += solve_time_s;
    }
    const auto value = [](std::uint32_t of) {
        return protocol::decode_compact(of).target.value.convert_to<double>();
    };
    return value(rule.next_bits(chain, params, time)) / value(bits);
}

TEST(rule_table, every_rule_leaves_a_chain_on_schedule_as_it_is) {
    for (const DifficultyRule* rule : difficulty_rules()) {
        EXPECT_NEAR(correction_of(*rule, 0), 1, 0.05) << rule->name;
    }
}

TEST(rule_table, every_rule_makes_a_slow_chain_easier_and_a_fast_one_harder) {
    for (const DifficultyRule* rule : difficulty_rules()) {
        EXPECT_GT(correction_of(*rule, 100), 1) << rule->name;
        EXPECT_LT(correction_of(*rule, -50), 1) << rule->name;
    }
}

TEST(check_params, names_the_parameter_and_its_range) {
    RuleParams params;
    params.half_life_s = 0;
    const auto checked = check_params(known_rule("asert"), params);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error(), "half_life_s of rule asert must be 1 to 31622400, not 0");
    EXPECT_TRUE(check_params(known_rule("btc-2016"), params)) << "it has no half-life";
}

TEST(check_params, refuses_a_window_without_an_interval) {
    RuleParams params;
    params.window_blocks = 1;
    EXPECT_THAT(check_params(known_rule("btc-2016"), params).error(), HasSubstr("window_blocks"));
}

TEST(check_params, knows_the_settings_for_late_blocks_of_every_rule) {
    RuleParams params;
    params.walk_back = 1;
    EXPECT_TRUE(check_params(known_rule("btc-2016"), params));
    EXPECT_THAT(check_params(known_rule("asert"), params).error(), HasSubstr("for a period"));
    params = {};
    params.limit_after_spacings = -1;
    EXPECT_THAT(check_params(known_rule("asert"), params).error(),
                HasSubstr("limit_after_spacings of rule asert must be 0 to 100000"));
}

TEST(rule_table, tells_which_rows_read_the_time_of_the_block_to_come) {
    std::vector<std::string_view> names;
    for (const DifficultyRule* rule : difficulty_rules()) {
        if (reads_next_time(*rule, rule->defaults)) {
            names.push_back(rule->name);
        }
    }
    EXPECT_THAT(names, testing::ElementsAre("testnet3", "testnet4", "digishield-zcash-testnet",
                                            "ethereum-homestead", "ethereum-byzantium"));
}

TEST(check_params, refuses_a_limit_and_an_anchor_that_are_no_targets) {
    RuleParams params;
    params.pow_limit_bits = 0x1d80'ffff;
    EXPECT_THAT(check_params(known_rule("asert"), params).error(), HasSubstr("1d80ffff"));
    params = {};
    params.anchor = Anchor{};
    EXPECT_THAT(check_params(known_rule("asert"), params).error(), HasSubstr("anchor bits"));
}

}  // namespace
}  // namespace sluice::difficulty
