#include "lab/study/replay.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/support/file_text.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sluice::lab {
namespace {

RuleFrom rule_from(difficulty::Height height, std::string_view name) {
    const difficulty::DifficultyRule& rule = *difficulty::find_rule(name);
    return {.height = height, .rule = &rule, .params = rule.defaults};
}

ReplayResult replay_text(std::string_view rule_name, std::string_view text) {
    return replay(std::array{rule_from(0, rule_name)}, *parse_header_file(text, "h"));
}

TEST(replay, finds_all_retargets_of_bitcoin_right) {
    const auto text = read_file(std::string(SLUICE_VECTORS_DIR) + "/difficulty/btc-retargets.csv");
    ASSERT_TRUE(text) << text.error();
    const ReplayResult result = replay_text("btc-2016", *text);
    EXPECT_EQ(result.blocks, 413U);
    EXPECT_EQ(result.matched(), 413U);
    EXPECT_TRUE(result.mismatches.empty());
}

TEST(replay, follows_bitcoin_cash_from_rule_to_rule) {
    const auto text = read_file(std::string(SLUICE_VECTORS_DIR) + "/difficulty/bch-2017.csv");
    ASSERT_TRUE(text) << text.error();
    const auto file = parse_header_file(*text, "h");
    ASSERT_TRUE(file) << file.error();
    const std::array rules{rule_from(0, "btc-2016"), rule_from(478'559, "bch-eda"),
                           rule_from(504'032, "cw-144")};
    const ReplayResult result = replay(rules, *file);
    EXPECT_EQ(result.blocks, 27'207U);
    EXPECT_EQ(result.matched(), 27'207U);
    EXPECT_EQ(result.history, 1U);
    const ReplayResult without_eda = replay(std::array{rules[0], rules[2]}, *file);
    EXPECT_EQ(without_eda.mismatches.at(0).height, 478'577U) << "the first emergency adjustment";
    EXPECT_EQ(replay(std::span(rules).first(2), *file).mismatches.at(0).height, 504'032U);
}

TEST(replay, anchors_a_rule_at_the_block_below_its_first) {
    // Late by 1000 s before the change: a schedule of that rule begins with the block before it.
    std::string text = "height,time,bits\n";
    for (int height = 0; height < 60; ++height) {
        const int late_s = height >= 40 ? 1'000 : 0;
        text += std::to_string(height) + "," + std::to_string(1'000'000 + 300 * height + late_s) +
                ",18084bb7\n";
    }
    const auto file = parse_header_file(text, "h");
    const std::array rules{rule_from(0, "btc-2016"), rule_from(41, "asert-decred")};
    const ReplayResult result = replay(rules, *file);
    EXPECT_EQ(result.matched(), 59U);
    EXPECT_EQ(result.blocks, 59U);
    EXPECT_LT(replay(std::array{rules[0], rule_from(40, "asert-decred")}, *file).matched(), 45U);
}

/// A chain at constant bits, one block in ten minutes.
std::string steady_csv(int blocks, int first_height) {
    std::string text = "height,time,bits\n";
    for (int i = 0; i < blocks; ++i) {
        text += std::to_string(first_height + i) + "," + std::to_string(1'000'000 + 600 * i) +
                ",1808" + (i == 3'500 ? "4bb8" : "4bb7") + "\n";
    }
    return text;
}

TEST(replay, names_the_first_mismatch) {
    const ReplayResult result = replay_text("btc-2016", steady_csv(3'600, 2016 * 5));
    EXPECT_EQ(result.history, 1U) << "the first block has no parent";
    EXPECT_EQ(result.blocks, 3'599U);
    // The 2015 intervals of a period on time lower the target a little at the retarget.
    EXPECT_EQ(result.mismatches.at(0).height, 2016U * 6);
    EXPECT_EQ(result.mismatches.at(0).recorded, "18084bb7");
    EXPECT_NE(result.mismatches.at(0).wanted, "18084bb7");
    EXPECT_EQ(result.matched(), result.blocks - 3) << "the retarget, and there and back at 3500";
}

TEST(replay, judges_nothing_for_which_the_file_lacks_blocks) {
    const ReplayResult result = replay_text("btc-2016", steady_csv(100, 2016 * 6 - 50));
    EXPECT_EQ(result.history, 2U) << "the first block, and the retarget after half a period";
    EXPECT_EQ(result.blocks, 98U);
    EXPECT_EQ(result.matched(), 98U);
    EXPECT_EQ(result.missing_height, 2016U * 5);
    ASSERT_TRUE(result.asking);
    EXPECT_EQ(result.asking->rule->name, "btc-2016");
}

}  // namespace
}  // namespace sluice::lab
