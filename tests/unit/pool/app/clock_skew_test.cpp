#include "pool/app/clock_skew.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

constexpr std::uint32_t template_time = 1'700'000'000;

protocol::BlockTemplate template_at(std::uint32_t time, std::uint32_t time_min) {
    protocol::BlockTemplate block_template;
    block_template.time = time;
    block_template.time_min = time_min;
    return block_template;
}

protocol::BlockTemplate plain() { return template_at(template_time, template_time - 600); }

TEST(clock_skew, is_unknown_before_a_template_came) {
    EXPECT_FALSE(ClockSkew().ahead_s().has_value());
}

TEST(clock_skew, says_nothing_of_clocks_that_agree) {
    ClockSkew skew;
    EXPECT_FALSE(skew.observe(plain(), template_time + 60).has_value());
    EXPECT_EQ(skew.ahead_s(), -60);
}

TEST(clock_skew, is_told_once_then_at_each_step_and_when_it_is_over) {
    ClockSkew skew;
    const auto told = skew.observe(plain(), template_time - 10'800);
    ASSERT_TRUE(told.has_value());
    EXPECT_NE(told->find("10800 s ahead of"), std::string::npos) << *told;
    EXPECT_EQ(skew.ahead_s(), 10'800);
    EXPECT_FALSE(skew.observe(plain(), template_time - 10'830).has_value());
    const auto further = skew.observe(plain(), template_time + 7'200);
    ASSERT_TRUE(further.has_value());
    EXPECT_NE(further->find("7200 s behind"), std::string::npos) << *further;
    const auto over = skew.observe(plain(), template_time);
    ASSERT_TRUE(over.has_value());
    EXPECT_NE(over->find("agree again"), std::string::npos) << *over;
    EXPECT_FALSE(skew.observe(plain(), template_time).has_value());
}

TEST(clock_skew, is_not_told_by_a_chain_whose_time_is_ahead_of_every_clock) {
    ClockSkew skew;
    EXPECT_FALSE(
        skew.observe(template_at(template_time, template_time), template_time - 9'000).has_value());
    EXPECT_FALSE(skew.ahead_s().has_value());
}

}  // namespace
}  // namespace sluice::pool
