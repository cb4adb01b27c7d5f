#include "lab/sim/portable_math.hpp"
#include "lab/sim/random.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace sluice::lab::sim {
namespace {

TEST(portable_math, logarithm_agrees_with_the_library_over_all_magnitudes) {
    Random random(1);
    for (int i = 0; i < 100'000; ++i) {
        const double value = std::pow(10.0, 600 * random.uniform() - 300);
        EXPECT_NEAR(log(value), std::log(value), 1e-12);
    }
}

TEST(portable_math, logarithm_is_exact_within_rounding_between_zero_and_one) {
    Random random(2);
    for (int i = 0; i < 100'000; ++i) {
        const double value = random.uniform();
        EXPECT_NEAR(log(value), std::log(value), 1e-14);
    }
    EXPECT_NEAR(log(1), 0, 1e-15);
}

TEST(portable_math, exponential_agrees_with_the_library) {
    Random random(3);
    for (int i = 0; i < 100'000; ++i) {
        const double value = 1400 * random.uniform() - 700;
        EXPECT_NEAR(exp(value) / std::exp(value), 1, 1e-15);
    }
    EXPECT_EQ(exp(0), 1);
}

TEST(portable_math, exponential_stays_finite_beyond_its_range) {
    EXPECT_TRUE(std::isfinite(exp(1e9)));
    EXPECT_GT(exp(-1e9), 0);
}

TEST(portable_math, sine_agrees_with_the_library) {
    Random random(4);
    for (int i = 0; i < 100'000; ++i) {
        const double angle = 2000 * random.uniform() - 1000;
        EXPECT_NEAR(sin(angle), std::sin(angle), 1e-12);
    }
}

}  // namespace
}  // namespace sluice::lab::sim
