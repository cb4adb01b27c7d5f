// The mix of a load test: who takes part, and what is said of a wrong one.

#include "tests/bench/swarm/behaviour.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::swarm {
namespace {

using ::testing::HasSubstr;

TEST(swarm_mix, leaves_the_rest_of_the_miners_honest) {
    const auto mix = parse_mix("storm=50,junk=10", 1000);
    ASSERT_TRUE(mix) << mix.error();
    EXPECT_EQ(mix->of(Behaviour::storm), 50U);
    EXPECT_EQ(mix->of(Behaviour::junk), 10U);
    EXPECT_EQ(mix->of(Behaviour::honest), 940U);
    EXPECT_EQ(mix->total(), 1000U);
}

TEST(swarm_mix, is_what_it_says_without_a_number_of_miners) {
    const auto mix = parse_mix("honest=900,slow_reader=20", 0);
    ASSERT_TRUE(mix) << mix.error();
    EXPECT_EQ(mix->of(Behaviour::honest), 900U);
    EXPECT_EQ(mix->total(), 920U);
}

TEST(swarm_mix, is_of_honest_miners_without_a_text) {
    const auto mix = parse_mix("", 7);
    ASSERT_TRUE(mix) << mix.error();
    EXPECT_EQ(mix->of(Behaviour::honest), 7U);
}

TEST(swarm_mix, names_every_behaviour_both_ways) {
    for (std::size_t i = 0; i < behaviour_count; ++i) {
        const auto behaviour = static_cast<Behaviour>(i);
        EXPECT_EQ(find_behaviour(to_string(behaviour)), behaviour);
    }
    EXPECT_EQ(find_behaviour("polite"), std::nullopt);
}

TEST(swarm_mix, says_what_is_wrong_and_what_would_be_right) {
    EXPECT_THAT(parse_mix("polite=1", 0).error(), HasSubstr("slow_reader"));
    EXPECT_THAT(parse_mix("junk", 0).error(), HasSubstr("junk=N"));
    EXPECT_THAT(parse_mix("junk=-1", 0).error(), HasSubstr("junk=N"));
    EXPECT_THAT(parse_mix("junk=1x", 0).error(), HasSubstr("junk=N"));
    EXPECT_THAT(parse_mix("junk=100001", 0).error(), HasSubstr("100000"));
    EXPECT_THAT(parse_mix("honest=90000,junk=90000", 0).error(), HasSubstr("180000"));
    EXPECT_THAT(parse_mix("honest=5,junk=5", 11).error(), HasSubstr("--miners"));
    EXPECT_THAT(parse_mix("junk=5", 4).error(), HasSubstr("--miners"));
    EXPECT_FALSE(parse_mix("", 0));
}

}  // namespace
}  // namespace sluice::swarm
