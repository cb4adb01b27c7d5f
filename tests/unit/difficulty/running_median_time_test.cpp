#include "difficulty/network/running_median_time.hpp"

#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

TEST(running_median_time, is_the_median_time_past_of_every_tip) {
    WildMiner miner(9, 10);
    WholeChain chain;
    RunningMedianTime running;
    std::int64_t time = 1000;
    for (int i = 0; i < 5000; ++i) {
        time = miner.next_time(time);
        chain.append({time, 0});
        running.append(time);
        ASSERT_EQ(running.median(), median_time_past(chain, chain.next_height() - 1)) << i;
    }
}

}  // namespace
}  // namespace sluice::difficulty
