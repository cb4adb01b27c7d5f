#include "lab/sim/random.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace sluice::lab::sim {
namespace {

constexpr int draws = 1'000'000;

TEST(random, repeats_a_stream_of_a_seed) {
    Random one(7, 3);
    Random other(7, 3);
    for (int i = 0; i < 100; ++i) {
        EXPECT_EQ(one.bits(), other.bits());
    }
}

TEST(random, gives_every_seed_and_stream_numbers_of_its_own) {
    std::set<std::uint64_t> seen;
    for (std::uint64_t seed = 0; seed < 100; ++seed) {
        for (std::uint64_t stream = 0; stream < 100; ++stream) {
            EXPECT_TRUE(seen.insert(Random(seed, stream).bits()).second) << seed << ' ' << stream;
        }
    }
}

TEST(random, uniform_numbers_exclude_both_ends_and_have_the_right_moments) {
    Random random(1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; ++i) {
        const double value = random.uniform();
        ASSERT_GT(value, 0);
        ASSERT_LT(value, 1);
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / draws, 0.5, 0.0015);  // five standard errors
    EXPECT_NEAR(squares / draws, 1.0 / 3, 0.0015);
}

TEST(random, exponential_numbers_have_mean_and_variance_one_and_the_right_tail) {
    Random random(1);
    double sum = 0;
    double squares = 0;
    int above_seven = 0;
    for (int i = 0; i < draws; ++i) {
        const double value = random.exponential();
        sum += value;
        squares += value * value;
        above_seven += value > 7 ? 1 : 0;
    }
    EXPECT_NEAR(sum / draws, 1, 0.005);
    EXPECT_NEAR(squares / draws, 2, 0.025);
    EXPECT_NEAR(above_seven, draws * std::exp(-7.0), 150);
}

TEST(random, normal_numbers_have_mean_zero_and_variance_one) {
    Random random(1);
    double sum = 0;
    double squares = 0;
    int beyond_two = 0;
    for (int i = 0; i < draws; ++i) {
        const double value = random.normal();
        sum += value;
        squares += value * value;
        beyond_two += std::abs(value) > 2 ? 1 : 0;
    }
    EXPECT_NEAR(sum / draws, 0, 0.005);
    EXPECT_NEAR(squares / draws, 1, 0.008);
    EXPECT_NEAR(beyond_two, draws * 0.0455003, 1'100);
}

}  // namespace
}  // namespace sluice::lab::sim
