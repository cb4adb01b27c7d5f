#include "pool/dialects/stratum_v1/verdict_reply.hpp"

#include <gtest/gtest.h>

#include <set>

namespace sluice::pool {
namespace {

TEST(verdict_reply, every_row_stands_in_its_place) {
    std::set<std::string_view> texts;
    for (std::size_t i = 0; i < share_verdict_count; ++i) {
        const auto verdict = static_cast<ShareVerdict>(i);
        EXPECT_EQ(reply_to(verdict).verdict, verdict);
        EXPECT_TRUE(texts.insert(reply_to(verdict).text).second) << reply_to(verdict).text;
    }
    EXPECT_EQ(share_verdict_count, static_cast<std::size_t>(ShareVerdict::work_withdrawn) + 1);
}

TEST(verdict_reply, has_the_codes_of_the_field) {
    const auto code_of = [](ShareVerdict verdict) {
        return static_cast<int>(reply_to(verdict).code);
    };
    EXPECT_EQ(code_of(ShareVerdict::time_out_of_range), 20);
    EXPECT_EQ(code_of(ShareVerdict::job_not_found), 21);
    EXPECT_EQ(code_of(ShareVerdict::stale), 21);
    EXPECT_EQ(code_of(ShareVerdict::duplicate), 22);
    EXPECT_EQ(code_of(ShareVerdict::low_difficulty), 23);
    EXPECT_EQ(code_of(ShareVerdict::unauthorized), 24);
    EXPECT_EQ(code_of(ShareVerdict::not_subscribed), 25);
    EXPECT_EQ(code_of(ShareVerdict::work_withdrawn), 21);
    EXPECT_EQ(code_of(ShareVerdict::malformed), 20);
}

}  // namespace
}  // namespace sluice::pool
