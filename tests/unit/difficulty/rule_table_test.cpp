#include "difficulty/rule.hpp"

#include "tests/unit/difficulty/sparse_chain.hpp"

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
    ASSERT_TRUE(rule_named("asert"));
    EXPECT_EQ(*rule_named("asert"), find_rule("asert"));
    EXPECT_EQ(rule_named("asret").error(), "unknown rule 'asret'; did you mean 'asert'?");
    EXPECT_EQ(rule_named("nothing-like-it").error(),
              "unknown rule 'nothing-like-it'; `sluice-lab rules` lists them all");
}

TEST(rule_table, every_rule_keeps_a_chain_on_schedule_steady_from_genesis) {
    for (const DifficultyRule* rule : difficulty_rules()) {
        RuleParams params = rule->defaults;
        params.spacing_s = 2;
        params.pow_limit_bits = 0x207f'ffff;
        params.anchor.reset();
        SparseChain chain;
        chain.add(0, {1'700'000'000, 0x1f00'ffff});
        for (Height height = 1; height < 100; ++height) {
            const std::int64_t time = 1'700'000'000 + 2 * static_cast<std::int64_t>(height);
            const std::uint32_t bits = rule->next_bits(chain, params, time);
            ASSERT_EQ(bits, 0x1f00'ffffU) << rule->name << " at height " << height;
            chain.add(height, {time, bits});
        }
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
