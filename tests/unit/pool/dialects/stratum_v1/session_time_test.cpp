// The ntime of shares: the source's clock counts, and no clock of this machine.

#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

namespace sluice::pool::test {
namespace {

TEST(session_time, may_roll_its_time_within_the_limits) {
    SessionHarness pool;
    pool.log_in();
    const auto at = [&](std::int64_t offset) {
        Search search;
        search.time = static_cast<std::uint32_t>(job_time + offset);
        return search;
    };
    EXPECT_EQ(error_code(pool.submit(pool.solve(at(127)))), 0);
    EXPECT_EQ(error_code(pool.submit(pool.solve(at(4095)))), 0);
    EXPECT_EQ(error_code(pool.submit(pool.solve(at(-1)))), 0);
    auto share = pool.solve();
    for (const std::uint32_t time : {0U, job_time - 601, job_time + 7201, 0xffff'ffffU}) {
        share.time = time;
        const Json reply = pool.submit(share);
        EXPECT_EQ(error_code(reply), 20) << time;
        EXPECT_EQ(reply["error"][1], "ntime out of range");
    }
}

TEST(session_time, with_its_jobs_own_time_is_accepted_whatever_the_pools_clock_says) {
    for (const std::int64_t off_s : {-3 * 3600, -30 * 86'400, 3 * 3600}) {
        SessionHarness pool;
        pool.clock.unix_ms += off_s * 1000;
        pool.log_in();
        EXPECT_EQ(error_code(pool.submit(pool.solve())), 0) << off_s;
        pool.clock.unix_ms = 0;
        EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}))), 0) << off_s;
    }
}

TEST(session_time, may_roll_its_time_as_far_as_the_source_has_moved_on) {
    SessionHarness pool;
    pool.log_in();
    Search search;
    search.time = job_time + 7200;
    const auto share = pool.solve();
    auto ahead = share;
    ahead.time = search.time;
    EXPECT_EQ(error_code(pool.submit(ahead)), 20);
    pool.advance(std::chrono::seconds(200));
    EXPECT_EQ(error_code(pool.submit(solve_at_age(*pool.services.job, pool.extranonce1(), search,
                                                  std::chrono::seconds(200)))),
              0);
}

TEST(session_time, out_of_time_is_no_offence) {
    SessionHarness pool;
    pool.log_in();
    auto early = make_job({.id = 0x11});
    pool.publish(early);
    Search search;
    search.time = job_time + 7001;
    // The search judges times too: half an hour later the same share would be in range.
    auto share = solve_at_age(*early, pool.extranonce1(), search, std::chrono::minutes(30));
    EXPECT_EQ(pool.submit(share)["error"][1], "ntime out of range");
    EXPECT_EQ(pool.channel().score(), 0);
    ++share.nonce;
    EXPECT_EQ(pool.submit(share)["error"][1], "ntime out of range");
    EXPECT_EQ(pool.channel().score(), 1) << "but a hash without work is one";
}

}  // namespace
}  // namespace sluice::pool::test
