#include "difficulty/network/rule_cursor.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/recent_blocks.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "protocol/pow/target.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sluice::difficulty {
namespace {

constexpr std::int64_t genesis_time = 1'700'000'000;
constexpr std::uint32_t genesis_bits = 0x1c12'3456;

/// The rule on a chain of its own, with windows small enough that a short chain fills them often.
RuleParams small_params(const DifficultyRule& rule) {
    RuleParams params = rule.defaults;
    params.anchor.reset();
    params.windows = std::min<std::int64_t>(params.windows, 3);
    for (const RuleParameter& parameter : rule.parameters) {
        if (parameter.member == &RuleParams::window_blocks) {
            params.window_blocks =
                std::max(parameter.min, std::min<std::int64_t>(params.window_blocks, 48));
        }
    }
    return params;
}

/// A chain, and the cursor that follows it.
struct Followed {
    WholeChain chain;
    std::unique_ptr<RuleCursor> cursor;

    [[nodiscard]] Followed fork() const { return {WholeChain{chain.blocks()}, cursor->clone()}; }

    void append(const Block& block) {
        chain.append(block);
        cursor->append(block.time, block.bits);
    }
};

Followed from_genesis(const DifficultyRule& rule, const RuleParams& params) {
    const Block genesis{genesis_time, genesis_bits};
    return {WholeChain{{genesis}}, make_cursor(rule, params, {&genesis, 1})};
}

/// Grows the chain by random blocks and compares the two forms of the rule after each.
void grow_and_compare(Followed& followed, const DifficultyRule& rule, const RuleParams& params,
                      WildMiner& miner, int blocks) {
    for (int i = 0; i < blocks; ++i) {
        const std::int64_t time = miner.next_time(followed.chain.blocks().back().time);
        const std::uint32_t wanted = required_bits(rule, followed.chain, params, time);
        ASSERT_EQ(followed.cursor->next_bits(time), wanted)
            << rule.name << " at height " << followed.chain.next_height();
        const auto target = protocol::decode_compact(wanted);
        ASSERT_TRUE(target.valid()) << rule.name;
        ASSERT_LE(target.target.value,
                  protocol::decode_compact(params.pow_limit_bits).target.value);
        followed.append({time, miner.next_bits(wanted, params.pow_limit_bits)});
    }
}

/// The answers for timestamps other than that of the block to come, asked in any order.
void compare_timestamps(const Followed& followed, const DifficultyRule& rule,
                        const RuleParams& params) {
    const std::int64_t tip = followed.chain.blocks().back().time;
    for (const std::int64_t s : {0, 5, 10, 9, 14, -3, 1000, 100'000, 13, 27, 10}) {
        ASSERT_EQ(followed.cursor->next_bits(tip + s),
                  required_bits(rule, followed.chain, params, tip + s))
            << rule.name << " at height " << followed.chain.next_height() << ", " << s
            << " s later";
    }
}

class rule_cursor : public ::testing::TestWithParam<const DifficultyRule*> {};

TEST_P(rule_cursor, answers_as_the_rule_on_wild_chains_and_their_forks) {
    const DifficultyRule& rule = *GetParam();
    const RuleParams params = small_params(rule);
    ASSERT_TRUE(check_params(rule, params));
    WildMiner miner(20'260'101, params.spacing_s);
    Followed trunk = from_genesis(rule, params);
    for (int round = 0; round < 8; ++round) {
        grow_and_compare(trunk, rule, params, miner, 100);
        Followed fork = trunk.fork();
        grow_and_compare(fork, rule, params, miner, 60);
        compare_timestamps(fork, rule, params);
        grow_and_compare(trunk, rule, params, miner, 60);  // the fork left no trace
        compare_timestamps(trunk, rule, params);
        if (HasFatalFailure()) {
            return;
        }
    }
}

TEST_P(rule_cursor, answers_as_the_rule_with_the_parameters_of_its_chain) {
    const DifficultyRule& rule = *GetParam();
    RuleParams params = rule.defaults;
    params.anchor.reset();
    WildMiner miner(7, params.spacing_s);
    Followed trunk = from_genesis(rule, params);
    grow_and_compare(trunk, rule, params, miner, 3000);
}

TEST_P(rule_cursor, answers_as_the_rule_with_exceptions_for_late_blocks) {
    const DifficultyRule& rule = *GetParam();
    RuleParams params = small_params(rule);
    params.limit_after_spacings = 12;
    params.tenfold_after_spacings = 4;
    params.walk_back = rule.periodic ? 1 : 0;
    params.tie_s = 1;  // where a rule knows it
    ASSERT_TRUE(check_params(rule, params));
    WildMiner miner(11, params.spacing_s);
    Followed trunk = from_genesis(rule, params);
    grow_and_compare(trunk, rule, params, miner, 300);
    Followed fork = trunk.fork();
    grow_and_compare(fork, rule, params, miner, 100);
    grow_and_compare(trunk, rule, params, miner, 100);
    compare_timestamps(trunk, rule, params);
}

TEST_P(rule_cursor, starts_in_the_middle_of_a_chain_with_the_blocks_that_the_rule_reaches) {
    const DifficultyRule& rule = *GetParam();
    const RuleParams params = small_params(rule);
    WildMiner miner(3, params.spacing_s);
    Followed whole = from_genesis(rule, params);
    grow_and_compare(whole, rule, params, miner, 700);
    const std::vector<Block>& blocks = whole.chain.blocks();
    RuleParams anchored = params;
    anchored.anchor = Anchor{0, genesis_time, genesis_bits};
    const auto reach = static_cast<std::size_t>(rule.reach(params));
    ASSERT_LT(reach, blocks.size()) << rule.name;
    const std::size_t first = blocks.size() - reach;
    Followed late{WholeChain{blocks},
                  make_cursor(rule, anchored, std::span(blocks).subspan(first), first)};
    grow_and_compare(late, rule, params, miner, 200);
}

INSTANTIATE_TEST_SUITE_P(table, rule_cursor,
                         ::testing::ValuesIn(difficulty_rules().begin(), difficulty_rules().end()),
                         [](const auto& one) {
                             std::string name(one.param->name);
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

TEST(make_cursor, takes_the_first_block_for_the_anchor_if_none_is_named) {
    const DifficultyRule& asert = *find_rule("asert");
    RuleParams params;
    const Block first{1'000'000, 0x1c12'3456};
    EXPECT_EQ(make_cursor(asert, params, {&first, 1}, 5000)->next_bits(0), first.bits);
}

TEST(recent_blocks, remembers_as_many_as_wanted_at_their_heights) {
    RecentBlocks recent(5, 100);
    for (Height height = 100; height < 150; ++height) {
        recent.append({static_cast<std::int64_t>(height), 1});
    }
    EXPECT_EQ(recent.next_height(), 150U);
    EXPECT_EQ(recent.time_at(149), 149);
    EXPECT_EQ(recent.time_at(145), 145);
}

}  // namespace
}  // namespace sluice::difficulty
