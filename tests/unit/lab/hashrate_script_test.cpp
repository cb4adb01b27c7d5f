#include "lab/live/hashrate_script.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/live/live_setup.hpp"
#include "lab/support/command_error.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

TEST(hashrate_script, says_what_mines_at_each_moment) {
    const auto script = parse_hashrate_script("0:1,30:0.5,60.5:1");
    ASSERT_TRUE(script) << script.error();
    EXPECT_EQ(script->phases, (std::vector<HashratePhase>{{0, 1}, {30, 0.5}, {60.5, 1}}));
    EXPECT_EQ(script->share_at(0), 1);
    EXPECT_EQ(script->share_at(29.99), 1);
    EXPECT_EQ(script->share_at(30), 0.5);
    EXPECT_EQ(script->share_at(1e9), 1);
}

TEST(hashrate_script, is_read_again_from_its_own_text) {
    const auto script = parse_hashrate_script("0:0.25,12.5:1,40:0.02");
    ASSERT_TRUE(script) << script.error();
    const auto again = parse_hashrate_script(script->text());
    ASSERT_TRUE(again) << again.error();
    EXPECT_EQ(*again, *script);
}

TEST(hashrate_script, names_the_wrong_place_and_what_would_be_right) {
    struct Case {
        const char* text;
        const char* place;
        const char* remedy;
    };
    for (const Case& wrong : {
             Case{"", "step 1", "SECONDS:SHARE"},
             Case{"0:1,30", "step 2", "SECONDS:SHARE"},
             Case{"0:1,,30:1", "step 2", "SECONDS:SHARE"},
             Case{"0:1,30:half", "step 2", "SECONDS:SHARE"},
             Case{"0:1,30:0.5s", "step 2", "SECONDS:SHARE"},
             Case{"0:1,30:nan", "step 2", "0.02 to 1"},
             Case{"5:1", "step 1", "must be 0"},
             Case{"0:1,30:0.5,20:1", "step 3", "later than the 30 s"},
             Case{"0:1,30:0", "step 2", "0.02 to 1"},
             Case{"0:1.5", "step 1", "0.02 to 1"},
             Case{"0:1,90000:1", "step 2", "86400"},
             Case{"0:1,", "comma", "leave it out"},
         }) {
        const auto script = parse_hashrate_script(wrong.text);
        ASSERT_FALSE(script) << wrong.text;
        EXPECT_THAT(script.error(), HasSubstr(wrong.place)) << wrong.text;
        EXPECT_THAT(script.error(), HasSubstr(wrong.remedy)) << wrong.text;
    }
}

TEST(hashrate_script, sets_the_duration_unless_the_user_does) {
    EXPECT_EQ(resolve_script("", std::nullopt).second, 45);
    EXPECT_EQ(resolve_script("", 60).first, dip_script(60));
    EXPECT_EQ(dip_script(50).text(), "0:1,16.7:0.5,33.3:1");
    EXPECT_EQ(resolve_script("0:1,60:0.5", std::nullopt).second, 80);
    EXPECT_EQ(resolve_script("0:1,60:0.5", 61).second, 61);
    EXPECT_THROW((void)resolve_script("0:1,60:0.5", 60), CommandError);
}

TEST(live_rule, has_a_memory_that_fits_a_minute_unless_set) {
    const auto [rule, params] = resolve_live_rule({.rule = "asert", .settings = {}}, 2);
    EXPECT_EQ(params.spacing_s, 2);
    EXPECT_EQ(params.half_life_s, 30);
    const auto [same, set] =
        resolve_live_rule({.rule = "asert", .settings = {"half_life_s=60"}}, 2);
    EXPECT_EQ(same, rule);
    EXPECT_EQ(set.half_life_s, 60);
    EXPECT_EQ(resolve_live_rule({.rule = "lwma-1", .settings = {}}, 1).second.window_blocks, 20);
    EXPECT_EQ(resolve_live_rule({.rule = "kgw", .settings = {}}, 1).second.window_blocks, 280)
        << "its shortest";
}

std::string complaint_about(const RuleOptions& options) {
    try {
        (void)resolve_live_rule(options, 1);
    } catch (const CommandError& error) {
        return error.what();
    }
    return "";
}

TEST(live_rule, refuses_what_the_embedded_chain_cannot_run) {
    EXPECT_THAT(complaint_about({.rule = "asret", .settings = {}}),
                HasSubstr("did you mean 'asert'"));
    EXPECT_THAT(complaint_about({.rule = "asert", .settings = {"spacing_s=5"}}),
                HasSubstr("--interval"));
    EXPECT_THAT(complaint_about({.rule = "asert", .settings = {"half_life=5"}}),
                HasSubstr("half_life_s"));
    for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
        const std::string complaint = complaint_about({std::string(rule->name), {}});
        if (difficulty::reads_next_time(*rule, rule->defaults)) {
            EXPECT_THAT(complaint, HasSubstr("live can run btc-2016, ")) << rule->name;
        } else {
            EXPECT_EQ(complaint, "") << rule->name;
        }
    }
}

}  // namespace
}  // namespace sluice::lab
