// What becomes of sessions and workers that misbehave, and of those beside them.

#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

namespace sluice::pool::test {
namespace {

using std::chrono::seconds;

std::uint64_t refusals(const SessionHarness& pool, monitor::Refusal cause) {
    return pool.monitor.status(0).refusals[static_cast<std::size_t>(cause)];
}

/// Invalid shares until the worker's are too many.
void send_invalid_shares(SessionHarness& pool, const std::string& worker) {
    for (int i = 0; i < static_cast<int>(pool.options.abuse.score_max); ++i) {
        pool.submit({}, "00000099", worker);
    }
}

TEST(session_conduct, bad_worker_of_a_proxy_is_suspended_and_the_others_go_on) {
    SessionHarness pool;
    pool.log_in();
    pool.ask("3", "mining.authorize", Json::array({"alice.bad", "x"}));
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    send_invalid_shares(pool, "alice.bad");
    EXPECT_EQ(refusals(pool, monitor::Refusal::worker_suspended), 1U);
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}), "", "alice.bad")), 24);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 3}))), 0);
    pool.advance(pool.options.abuse.cool_down);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 4}), "", "alice.bad")), 0);
}

TEST(session_conduct, bad_worker_is_refused_when_it_comes_back_and_its_neighbour_is_not) {
    SessionHarness pool;
    pool.log_in();
    send_invalid_shares(pool, worker_name);
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::misbehaviour);
    pool.reconnect();
    EXPECT_EQ(error_code(pool.ask("1", "mining.authorize", Json::array({worker_name, "x"}))), 24);
    EXPECT_EQ(error_code(pool.ask("2", "mining.authorize", Json::array({"alice.rig2", "x"}))), 0);
    pool.advance(pool.options.abuse.cool_down);
    EXPECT_EQ(error_code(pool.ask("3", "mining.authorize", Json::array({worker_name, "x"}))), 0);
}

TEST(session_conduct, good_rig_under_the_name_of_a_bad_one_is_not_refused) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    pool.reconnect();
    pool.log_in();
    send_invalid_shares(pool, worker_name);
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::misbehaviour);
    pool.reconnect();
    EXPECT_EQ(error_code(pool.ask("1", "mining.authorize", Json::array({worker_name, "x"}))), 0);
}

TEST(session_conduct, limits_are_the_operators) {
    ServerOptions options = SessionHarness::easy_options();
    options.abuse.score_max = 30;
    options.abuse.cool_down = seconds(7);
    SessionHarness pool(options);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
        pool.send("junk");
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::misbehaviour);
    EXPECT_EQ(refusals(pool, monitor::Refusal::misbehaviour), 1U);
    pool.reconnect();
    pool.log_in();
    send_invalid_shares(pool, worker_name);
    pool.reconnect();
    pool.advance(seconds(7));
    EXPECT_EQ(error_code(pool.ask("3", "mining.authorize", Json::array({worker_name, "x"}))), 0);
}

TEST(session_conduct, accepted_share_vouches_for_the_address_once) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_FALSE(pool.channel().in_good_standing());
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    EXPECT_TRUE(pool.channel().in_good_standing());
}

TEST(session_conduct, messages_that_are_no_accepted_shares_are_limited) {
    const std::string stale = R"({"id":4,"method":"mining.submit","params":["alice.rig1",)"
                              R"("00000001","00000001","6553f100","00000000"]})";
    for (const std::string& line :
         {stale, std::string(R"({"id":4,"method":"mining.ping"})"),
          std::string(R"({"id":4,"method":"mining.configure","params":[["x"],{}]})"),
          std::string(R"({"id":4,"method":"mining.suggest_difficulty","params":[1]})"),
          std::string(R"({"id":4,"method":"mining.authorize","params":["alice.rig1"]})"),
          std::string(R"({"id":7,"result":true,"error":null})")}) {
        SessionHarness pool;
        pool.log_in();
        int lines = 0;
        while (pool.channel().conduct().close_reason() == CloseReason::none && lines < 10'000) {
            pool.send(line);
            ++lines;
        }
        EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::flood) << line;
        EXPECT_NEAR(lines, pool.options.rates.messages.burst, 3) << line;
        EXPECT_EQ(refusals(pool, monitor::Refusal::flood), 1U) << line;
        EXPECT_GE(pool.channel().score(), pool.options.abuse.score_max);
    }
}

TEST(session_conduct, messages_at_a_miners_pace_are_not_limited) {
    SessionHarness pool;
    pool.log_in();
    for (int i = 0; i < 10'000; ++i) {
        pool.advance(std::chrono::milliseconds(100));
        pool.send(R"({"id":4,"method":"mining.ping"})");
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
}

TEST(session_conduct, accepted_shares_are_no_messages_too_many) {
    ServerOptions options = SessionHarness::easy_options();
    options.rates.messages = {10, 0.001};
    SessionHarness pool(options);
    pool.log_in();
    for (std::uint32_t i = 1; i <= 100; ++i) {
        ASSERT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = i, .version_bits = {}}))), 0);
    }
}

/// A miner that goes on hashing the first, easy job after vardiff has raised the difficulty.
TEST(session_conduct, shares_below_the_difficulty_in_force_are_limited) {
    ServerOptions options = SessionHarness::easy_options();
    options.difficulty.vardiff = true;
    options.rates.outdated_shares_burst = 20;
    SessionHarness pool(options);
    pool.log_in();
    const std::string easy_job = pool.job_id();
    const auto job = pool.services.job;
    std::uint32_t extranonce2 = 0;
    const auto submit_easy = [&] {
        const auto share =
            solve(*job, pool.extranonce1(), protocol::share_target({easy_difficulty}),
                  {.extranonce2 = ++extranonce2, .version_bits = {}});
        return pool.submit(share, easy_job);
    };
    int accepted = 0;
    while (error_code(submit_easy()) == 0 && accepted < 100) {
        pool.advance(std::chrono::milliseconds(1));
        ++accepted;
    }
    EXPECT_NE(pool.job_id(), easy_job) << "vardiff has spoken";
    EXPECT_NEAR(accepted, 25, 5);
    EXPECT_EQ(refusals(pool, monitor::Refusal::share_flood), 1U);
    EXPECT_EQ(pool.channel().score(), 0) << "nothing invalid in it";
    // The sustained rate is twenty times the wanted one: six a second.
    pool.advance(std::chrono::milliseconds(1000));
    accepted = 0;
    while (error_code(submit_easy()) == 0 && accepted < 100) {
        ++accepted;
    }
    EXPECT_NEAR(accepted, 6, 1);
}

TEST(session_conduct, who_filled_the_duplicate_filter_is_refused_and_others_are_not) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    const Job& job = *pool.services.job;
    const auto& tip = job.block_template->previous;
    const auto share = pool.solve({.extranonce2 = 2});
    protocol::Hash256 hash =
        check_share(job,
                    {pool.extranonce1(), share.extranonce2.span(), share.time, share.nonce, {}},
                    {protocol::share_target({easy_difficulty}), 0, {}})
            .pow_hash;
    // Others fill the part that this share belongs to until it has room for ten.
    const std::uint64_t first_bytes = load_le64(hash.bytes.data());
    for (std::uint64_t i = 1; i <= DuplicateFilter::shares_per_block_max / 64 - 10; ++i) {
        store_le64(hash.bytes.data(), first_bytes + i);
        ASSERT_EQ(pool.duplicates.insert(tip, hash), DuplicateFilter::Insert::added);
    }
    EXPECT_EQ(error_code(pool.submit(share)), 20) << "it has had a share there";
    EXPECT_EQ(refusals(pool, monitor::Refusal::share_flood), 1U);
    EXPECT_EQ(pool.channel().score(), 0) << "nothing invalid in it";
    store_le64(hash.bytes.data(), first_bytes);
    EXPECT_EQ(pool.duplicates.insert(tip, hash, 0), DuplicateFilter::Insert::added) << "another's";
}

}  // namespace
}  // namespace sluice::pool::test
