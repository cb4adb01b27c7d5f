// Chains that count difficulty in their own unit, made here by the chains' formulas.

#include "lab/input/native_rules.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "lab/study/replay.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace sluice::lab {
namespace {

using protocol::UInt256;

std::optional<UInt256> next_of(std::string_view name, const std::vector<NativeBlock>& blocks,
                               const difficulty::RuleParams& params, const NativeBlock& next = {},
                               NativeUnit unit = NativeUnit::difficulty,
                               difficulty::Height first_height = 0) {
    return find_native_rule(name, unit)->next({first_height, blocks}, next, params);
}

TEST(native_rules, have_a_row_where_they_have_settings) {
    for (const NativeRule& rule : native_rules()) {
        EXPECT_TRUE(rule.row.empty() || difficulty::find_rule(rule.row)) << rule.name;
        EXPECT_EQ(find_native_rule(rule.name, rule.unit), &rule);
    }
    EXPECT_EQ(find_native_rule("monero", NativeUnit::bits), nullptr);
}

TEST(native_rules, grin_has_a_minimum) {
    const difficulty::RuleParams& params = difficulty::grin_rule.defaults;
    EXPECT_EQ(next_of("grin", {{0, 1'000'000}, {180, 1'000'000}}, params),
              1'000'000ULL * 14'400 / 14'520);
    EXPECT_EQ(next_of("grin", {{0, 16'384}, {180, 16'384}}, params), 16'384U);
    EXPECT_FALSE(next_of("grin", {{0, 5}}, params, {}, NativeUnit::difficulty, 7));
}

TEST(native_rules, lwma_1_knows_both_rules_for_ties) {
    difficulty::RuleParams params = difficulty::lwma_1_rule.defaults;
    params.window_blocks = 3;
    params.spacing_s = 100;
    // Weighted: 1 * 100, 2 * (0 or 1), 3 * 100 (or 99 of the same timestamp after a tie).
    const std::vector<NativeBlock> blocks{{1000, 600}, {1000, 600}, {1000, 600}, {1100, 600}};
    const std::int64_t zero = 1 * 100 + 2 * 0 + 3 * 100;
    EXPECT_EQ(next_of("lwma-1", blocks, params), 600U * 3 * 4 * 100 * 99 / (200 * zero));
    params.tie_s = 1;
    const std::int64_t one = 1 * 100 + 2 * 1 + 3 * 99;
    EXPECT_EQ(next_of("lwma-1", blocks, params), 600U * 3 * 4 * 100 * 99 / (200 * one));
    EXPECT_FALSE(next_of("lwma-1", {{0, 5}, {1, 5}, {2, 5}}, params)) << "no whole window";
}

TEST(native_rules, ethereum_classic_has_no_bomb) {
    const std::vector<NativeBlock> parent{{1000, 2'048'000'000}};
    const NativeBlock next{.time = 1010};
    EXPECT_EQ(next_of("ethereum-classic", parent, {}, next, NativeUnit::difficulty, 5'999'999),
              2'048'000'000U);
    EXPECT_GT(*next_of("ethereum-homestead", parent, {}, next, NativeUnit::difficulty, 5'999'999),
              2'048'000'000U);
}

TEST(native_rules, digibyte_looks_for_the_last_block_of_the_algorithm) {
    const difficulty::RuleParams& params = difficulty::digibyte_rule.defaults;
    std::vector<NativeBlock> blocks;
    for (std::size_t i = 0; i < 100; ++i) {
        const std::uint32_t bits = 0x1b10'0000 + static_cast<std::uint32_t>(i % 5) * 0x1'0000;
        blocks.push_back(
            {.time = static_cast<std::int64_t>(1000 + 15 * i), .value = bits, .algorithm = i % 5});
    }
    const auto next = [&](std::size_t algorithm) {
        return next_of("digibyte", blocks, params, {.algorithm = algorithm}, NativeUnit::bits);
    };
    EXPECT_EQ(next(0), UInt256{0x1b10'0000}) << "on time, and it is its turn";
    EXPECT_LT(*next(4), UInt256{0x1b14'0000}) << "four places early";
    EXPECT_FALSE(next(7)) << "the file has no block of it";
}

TEST(native_rules, of_several_kinds_follow_one_another) {
    HeaderFile file;
    file.unit = NativeUnit::difficulty;
    file.natives.push_back({100, {{1000, 2'048'000}, {1005, 2'049'000}, {1010, 2'050'000}}});
    const std::array rules{
        RuleFrom{.native = find_native_rule("ethereum-frontier", NativeUnit::difficulty)},
        RuleFrom{.height = 102,
                 .native = find_native_rule("ethereum-homestead", NativeUnit::difficulty)}};
    const ReplayResult result = replay(rules, file);
    EXPECT_EQ(result.blocks, 2U);
    EXPECT_EQ(result.history, 1U);
    EXPECT_EQ(result.mismatches, (std::vector<Mismatch>{}));
}

}  // namespace
}  // namespace sluice::lab
