#include "miner/pools/answer_watch.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(answer_watch, a_burst_of_rejects_and_a_quiet_minute_are_an_accident) {
    AnswerWatch watch{AnswerLimits{}};
    for (int i = 0; i < 20; ++i) {
        watch.rejected("low difficulty", TimePoint{1s}, false);
    }
    EXPECT_EQ(watch.all_rejected(), "");
    watch.rejected("low difficulty", TimePoint{30s}, false);
    EXPECT_EQ(watch.all_rejected(), "");
    watch.rejected("high hash", TimePoint{61s}, false);
    EXPECT_THAT(watch.all_rejected(), HasSubstr("21 x \"low difficulty\""));
}

TEST(answer_watch, an_accepted_share_is_a_new_trial) {
    AnswerWatch watch{AnswerLimits{}};
    for (int i = 0; i < 20; ++i) {
        watch.rejected("stale", TimePoint{i * 10s}, false);
    }
    watch.accepted(TimePoint{200s}, false);
    watch.rejected("stale", TimePoint{300s}, false);
    EXPECT_EQ(watch.all_rejected(), "");
}

}  // namespace
}  // namespace sluice::miner
