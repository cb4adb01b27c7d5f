#include "difficulty/network/rules/multi_shield.hpp"

#include "difficulty/network/rules/rules.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t bits = 0x1c10'0000;
constexpr std::int64_t on_time = 750;  // 50 blocks of 15 s

std::uint32_t next_bits(std::int64_t blocks_since, std::int64_t took) {
    return multi_shield_bits({.bits = bits, .blocks_since = blocks_since, .took = took},
                             digibyte_algorithms, digibyte_rule.defaults);
}

TEST(multi_shield, leaves_the_target_of_an_algorithm_whose_turn_it_is) {
    EXPECT_EQ(next_bits(4, on_time), bits);
}

TEST(multi_shield, corrects_a_quarter_of_the_error_within_its_clamps) {
    EXPECT_EQ(next_bits(4, on_time + 300), 0x1c11'9999U);     // 825/750
    EXPECT_EQ(next_bits(4, on_time + 10'000), 0x1c12'8f5cU);  // 1.16
    EXPECT_EQ(next_bits(4, -10'000), 0x1c0e'b851U);           // 0.92
}

TEST(multi_shield, makes_an_algorithm_harder_before_its_turn_and_easier_after_it) {
    EXPECT_EQ(next_bits(3, on_time), 0x1c0f'6276U);  // / 1.04
    EXPECT_EQ(next_bits(0, on_time), 0x1c0d'ad47U);  // / 1.04^4
    EXPECT_EQ(next_bits(5, on_time), 0x1c10'a3d7U);  // * 1.04
    EXPECT_EQ(next_bits(1'000'000'000, on_time), digibyte_rule.defaults.pow_limit_bits);
}

}  // namespace
}  // namespace sluice::difficulty
