// The sums of a load test: reasons of rejects are bounded, whatever a pool writes.

#include "tests/bench/swarm/totals.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sluice::swarm {
namespace {

using protocol::stratum_v1::Reply;

Reply rejection(int code, const std::string& text) {
    Reply reply;
    reply.error = {code, text};
    return reply;
}

TEST(swarm_totals, counts_rejects_by_code_and_text) {
    Totals totals;
    totals.count_rejected(rejection(23, "Low difficulty share"));
    totals.count_rejected(rejection(23, "Low difficulty share"));
    totals.count_rejected(Reply{});
    EXPECT_EQ(totals.rejected.at("23 Low difficulty share"), 2U);
    EXPECT_EQ(totals.rejected.at("answered false"), 1U);
    EXPECT_EQ(totals.json()["rejected"], 3);
}

TEST(swarm_totals, puts_further_reasons_together) {
    Totals totals;
    for (int i = 0; i < 100; ++i) {
        totals.count_rejected(rejection(20, "share number " + std::to_string(i)));
    }
    EXPECT_EQ(totals.rejected.size(), Totals::reasons_max + 1);
    EXPECT_EQ(totals.rejected.at("other reasons"), 100 - Totals::reasons_max);
}

TEST(swarm_totals, cuts_a_long_reason) {
    Totals totals;
    totals.count_rejected(rejection(20, std::string(1000, 'x')));
    EXPECT_EQ(totals.rejected.begin()->first.size(), Totals::reason_size_max);
}

TEST(swarm_totals, merges_the_sums_of_two_threads) {
    Totals a, b;
    a.submitted = 2;
    a.accepted = 1;
    a.count_rejected(rejection(21, "Stale share"));
    b.submitted = 3;
    b.accepted = 3;
    b.reply.record(std::chrono::milliseconds{5});
    a.merge(b);
    EXPECT_EQ(a.submitted, 5U);
    EXPECT_EQ(a.accepted, 4U);
    EXPECT_EQ(a.rejected.at("21 Stale share"), 1U);
    EXPECT_EQ(a.reply.count(), 1U);
}

}  // namespace
}  // namespace sluice::swarm
