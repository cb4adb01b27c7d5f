#include "pool/app/work_supply.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using std::chrono::seconds;

WorkSupply::TimePoint at(int second) { return WorkSupply::TimePoint{seconds(1000 + second)}; }

TEST(work_supply, is_withdrawn_when_the_source_has_not_answered_for_the_time_set) {
    WorkSupply supply(seconds(30), at(0));
    supply.source(true, "", at(0));
    supply.source(false, "connection refused", at(100));
    EXPECT_EQ(supply.problem(), "connection refused");
    supply.source(false, "timed out", at(120));
    EXPECT_FALSE(supply.is_withdrawn(at(129)));
    EXPECT_TRUE(supply.is_withdrawn(at(130)));
    supply.source(true, "", at(131));
    EXPECT_FALSE(supply.is_withdrawn(at(131)));
    EXPECT_EQ(supply.problem(), "");
    supply.source(false, "timed out", at(140));
    EXPECT_FALSE(supply.is_withdrawn(at(169))) << "the time counts anew";
}

TEST(work_supply, is_withdrawn_when_no_job_can_be_made) {
    WorkSupply supply(seconds(30), at(0));
    supply.source(true, "", at(0));
    supply.job_failed("the coinbase is too long", at(10));
    supply.source(true, "", at(30));
    supply.job_failed("the coinbase is too long", at(39));
    EXPECT_FALSE(supply.is_withdrawn(at(39)));
    EXPECT_TRUE(supply.is_withdrawn(at(40)));
    EXPECT_EQ(supply.problem(), "the coinbase is too long");
    supply.job_made(at(41));
    EXPECT_FALSE(supply.is_withdrawn(at(41)));
}

TEST(work_supply, is_withdrawn_when_the_source_never_answered) {
    WorkSupply supply(seconds(30), at(0));
    supply.source(false, "the node is loading", at(1));
    EXPECT_FALSE(supply.is_withdrawn(at(29)));
    EXPECT_TRUE(supply.is_withdrawn(at(30)));
}

TEST(work_supply, is_never_withdrawn_where_the_time_is_zero) {
    WorkSupply supply(seconds(0), at(0));
    supply.source(false, "connection refused", at(1));
    EXPECT_FALSE(supply.is_withdrawn(at(100'000)));
}

}  // namespace
}  // namespace sluice::pool
