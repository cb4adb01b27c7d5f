#include "pool/base/log_limit.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using namespace std::chrono_literals;

TEST(log_limit, lets_the_first_lines_of_a_period_through_and_counts_the_others) {
    LogLimit limit(2, 60s);
    LogLimit::Clock::time_point now{};
    EXPECT_EQ(limit.pass(now), 0U);
    EXPECT_EQ(limit.pass(now + 1s), 0U);
    EXPECT_FALSE(limit.pass(now + 2s));
    EXPECT_FALSE(limit.pass(now + 59s));
    EXPECT_EQ(limit.pass(now + 60s), 2U) << "tells what was left out, once";
    EXPECT_EQ(limit.pass(now + 61s), 0U);
    EXPECT_FALSE(limit.pass(now + 62s));
}

}  // namespace
}  // namespace sluice::pool
