// Shares of a slow algorithm: hashed together, judged one by one.

#include "pool/mining/share_hasher.hpp"

#include "kernels/registry/algorithms.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <new>
#include <numeric>

namespace sluice::pool::test {
namespace {

/// A scrypt share of this difficulty takes 4 hashes.
constexpr double scrypt_difficulty = 0x1p-14;

const kernels::Algorithm& scrypt() { return *kernels::find_algorithm("scrypt"); }

TEST(share_hasher, gives_every_header_its_own_hash_in_order) {
    int scheduled = 0;
    ShareHasher hasher([&] { ++scheduled; });
    std::vector<int> order;
    for (std::uint8_t i = 0; i < 40; ++i) {
        protocol::HeaderBytes header{};
        header[0] = i;
        hasher.add(scrypt(), header, [&order, header, i](const protocol::Hash256& hash) {
            protocol::Hash256 expected;
            scrypt().hash(header, expected.bytes);
            EXPECT_EQ(hash, expected);
            order.push_back(i);
        });
    }
    hasher.flush();
    hasher.flush();
    std::vector<int> all(40);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(order, all);
    EXPECT_GE(scheduled, 1);
}

struct scrypt_session : testing::Test {
    static ServerOptions options() {
        ServerOptions options = SessionHarness::easy_options();
        options.difficulty.start = scrypt_difficulty;
        options.difficulty.min = scrypt_difficulty;
        return options;
    }
    scrypt_session() {
        pool.services.set_job(make_job({.algorithm = "scrypt"}));
        pool.log_in();
    }
    /// A share with this extranonce2.
    [[nodiscard]] protocol::stratum_v1::SubmittedShare share(std::uint32_t extranonce2) {
        Search search;
        search.extranonce2 = extranonce2;
        return test::solve(*pool.services.job, pool.extranonce1(),
                           protocol::share_target({scrypt_difficulty}, 65536), search);
    }
    SessionHarness pool{options()};
};

TEST_F(scrypt_session, shares_wait_for_their_hash_and_are_then_credited) {
    EXPECT_EQ(pool.submit(share(1)), nullptr);
    EXPECT_EQ(pool.submit(share(2)), nullptr);
    EXPECT_EQ(pool.hashings_due, 1);
    EXPECT_EQ(pool.session().held_replies(), 2U);
    EXPECT_THAT(pool.credits, testing::IsEmpty());
    pool.services.hasher.flush();
    pool.commit();
    EXPECT_EQ(pool.credits.size(), 2U);
    EXPECT_EQ(pool.session().held_replies(), 0U);
    const auto replies = pool.take();
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(replies[0]["result"], true);
}

TEST_F(scrypt_session, a_share_sent_twice_is_credited_once) {
    const auto same = share(1);
    pool.submit(same);
    pool.submit(same);
    pool.services.hasher.flush();
    pool.commit();
    EXPECT_EQ(pool.credits.size(), 1U);
    const auto replies = pool.take();
    ASSERT_EQ(replies.size(), 2U);
    EXPECT_EQ(error_code(replies[1]), 22);
}

TEST_F(scrypt_session, replies_keep_the_order_of_requests) {
    pool.submit(share(1));
    EXPECT_NE(pool.ask("5", "mining.ping", Json::array()), nullptr);
    const auto replies = pool.take();
    ASSERT_EQ(replies.size(), 1U) << "the share's reply came first";
    EXPECT_EQ(replies[0]["id"], 4);
    pool.submit(share(2));
    EXPECT_EQ(error_code(pool.submit(share(3), "nosuchjob")), 0) << "the one before comes first";
    EXPECT_EQ(error_code(pool.take().at(0)), 21);
    EXPECT_EQ(pool.credits.size(), 2U);
}

TEST_F(scrypt_session, a_share_counts_though_its_miner_is_gone) {
    pool.submit(share(1));
    pool.disconnect();
    EXPECT_EQ(pool.credits.size(), 1U);
    pool.services.hasher.flush();
    EXPECT_EQ(pool.credits.size(), 1U);
}

TEST_F(scrypt_session, memory_that_runs_out_costs_a_share_and_not_the_pool) {
    pool.submit(share(1));
    pool.services.credit = [](const Credit&) -> BatchNumber { throw std::bad_alloc(); };
    pool.disconnect();  // in the destructor
    pool.reconnect();
    pool.log_in();
    EXPECT_EQ(pool.session().held_replies(), 0U);
}

TEST_F(scrypt_session, shares_behind_one_that_found_no_memory_are_judged) {
    int credits = 0;
    pool.services.credit = [&](const Credit&) -> BatchNumber {
        return ++credits == 1 ? throw std::bad_alloc() : BatchNumber{1};
    };
    pool.submit(share(1));
    pool.submit(share(2));
    EXPECT_THROW(pool.services.hasher.flush(), std::bad_alloc);
    EXPECT_EQ(credits, 2);
    EXPECT_EQ(pool.session().held_replies(), 1U) << "the second one's";
}

TEST_F(scrypt_session, a_hash_above_the_target_is_refused) {
    auto wrong = share(1);
    do {
        ++wrong.nonce;
    } while (check_share(*pool.services.job,
                         {pool.extranonce1(), wrong.extranonce2.span(), wrong.time, wrong.nonce,
                          wrong.version_bits},
                         {protocol::share_target({scrypt_difficulty}, 65536), 0, {}})
                 .verdict == ShareVerdict::accepted);
    pool.submit(wrong);
    pool.services.hasher.flush();
    pool.commit();
    EXPECT_THAT(pool.credits, testing::IsEmpty());
    EXPECT_EQ(error_code(pool.take().at(0)), 23);
}

}  // namespace
}  // namespace sluice::pool::test
