#include "difficulty/rules/rules.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t limit = 0x1d00'ffff;
constexpr std::uint32_t real = 0x1c12'3456;

/// A whole period whose last block is an easy one, and whose blocks came as wanted.
void add_period(SparseChain& chain) {
    chain.add(2016, {1'000'000, real});
    chain.add(4031, {1'000'000 + 1'209'600, limit});
}

TEST(testnet3, gives_the_limit_to_a_block_stamped_later_than_twice_the_spacing) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 1'000'000 + 1200), real);
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 1'000'000 + 1201), limit);
}

TEST(testnet3, looks_past_easy_blocks_for_the_real_bits) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    chain.add(4001, {1'001'300, limit});
    chain.add(4002, {1'002'600, limit});
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 1'002'700), real);
}

TEST(testnet3, looks_back_no_further_than_the_first_block_of_the_period) {
    SparseChain chain;
    chain.add(2016, {1'000'000, limit});
    chain.add(2017, {1'001'300, limit});
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 1'001'400), limit);
}

TEST(testnet3, loses_the_difficulty_when_a_period_ends_with_an_easy_block) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 2'300'000), limit);
}

TEST(testnet4, keeps_the_bits_of_the_first_block_of_the_period) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(testnet4_rule.next_bits(chain, {}, 2'300'000), real);
}

TEST(testnet4, allows_no_easy_block_at_the_start_of_a_period) {
    SparseChain chain;
    add_period(chain);
    EXPECT_EQ(testnet4_rule.next_bits(chain, {}, 9'000'000), real);
}

TEST(testnet4, gives_the_limit_to_a_late_block_inside_a_period) {
    SparseChain chain;
    chain.add(4000, {1'000'000, real});
    EXPECT_EQ(testnet4_rule.next_bits(chain, {}, 1'000'000 + 1201), limit);
}

TEST(testnet_rules, retarget_as_bitcoin_does) {
    SparseChain chain;  // the period took a third of what was wanted
    chain.add(2016, {1'000'000, 0x1c30'0000});
    chain.add(4031, {1'000'000 + 403'200, 0x1c30'0000});
    EXPECT_EQ(testnet3_rule.next_bits(chain, {}, 0), 0x1c10'0000U);
    EXPECT_EQ(testnet4_rule.next_bits(chain, {}, 0), 0x1c10'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
