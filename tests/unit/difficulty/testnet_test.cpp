#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t limit = 0x1d00'ffff;
constexpr std::uint32_t real = 0x1c12'3456;

/// With the settings of its network.
std::uint32_t bits_of(const DifficultyRule& rule, const ChainView& chain, std::int64_t next_time) {
    return required_bits(rule, chain, rule.defaults, next_time);
}

/// A whole period whose last block is an easy one, and whose blocks came as wanted.
void add_period(SparseChain& chain) {
    chain.add(2016, {1'000'000, real});
    chain.add(4031, {1'000'000 + 1'209'600, limit});
}

TEST(testnet3, gives_the_limit_to_a_block_timestamped_later_than_twice_the_spacing) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    EXPECT_EQ(bits_of(testnet3_rule, chain, 1'000'000 + 1200), real);
    EXPECT_EQ(bits_of(testnet3_rule, chain, 1'000'000 + 1201), limit);
}

TEST(testnet3, looks_past_easy_blocks_for_the_real_bits) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    chain.add(4001, {1'001'300, limit});
    chain.add(4002, {1'002'600, limit});
    EXPECT_EQ(bits_of(testnet3_rule, chain, 1'002'700), real);
}

TEST(testnet3, looks_back_no_further_than_the_first_block_of_the_period) {
    SparseChain chain;
    chain.add(2016, {1'000'000, limit});
    chain.add(2017, {1'001'300, limit});
    EXPECT_EQ(bits_of(testnet3_rule, chain, 1'001'400), limit);
}

TEST(testnet3, loses_the_difficulty_when_a_period_ends_with_an_easy_block) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(bits_of(testnet3_rule, chain, 2'300'000), limit);
}

TEST(testnet4, keeps_the_bits_of_the_first_block_of_the_period) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(bits_of(testnet4_rule, chain, 2'300'000), real);
}

TEST(testnet4, allows_no_easy_block_at_the_start_of_a_period) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(bits_of(testnet4_rule, chain, 9'000'000), real);
}

TEST(testnet4, gives_the_limit_to_a_late_block_inside_a_period) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    EXPECT_EQ(bits_of(testnet4_rule, chain, 1'000'000 + 1201), limit);
}

TEST(late_blocks, may_have_ten_times_the_target_of_their_parent_or_the_limit) {
    RuleParams params = dgw_rule.defaults;
    params.tenfold_after_spacings = 4;
    params.limit_after_spacings = 48;
    SparseChain chain;
    chain.add(4000, {1'000'000, 0x1b10'0000});
    EXPECT_EQ(required_bits(dgw_rule, chain, params, 1'000'601), 0x1c00'a000U);
    EXPECT_EQ(required_bits(dgw_rule, chain, params, 1'007'200), 0x1c00'a000U);
    EXPECT_EQ(required_bits(dgw_rule, chain, params, 1'007'201), params.pow_limit_bits);
    EXPECT_THROW((void)required_bits(dgw_rule, chain, params, 1'000'600), std::out_of_range)
        << "in time, and the chain lacks the window";
    chain.add(4001, {1'000'001, 0x1e0a'0000});
    EXPECT_EQ(required_bits(dgw_rule, chain, params, 1'001'000), params.pow_limit_bits);
}

TEST(testnet_rules, retarget_as_bitcoin_does) {
    SparseChain chain;  // the period took a third of what was wanted
    chain.add(2016, {1'000'000, 0x1c30'0000});
    chain.add(4031, {1'000'000 + 403'200, 0x1c30'0000});
    EXPECT_EQ(bits_of(testnet3_rule, chain, 0), 0x1c10'0000U);
    EXPECT_EQ(bits_of(testnet4_rule, chain, 0), 0x1c10'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
