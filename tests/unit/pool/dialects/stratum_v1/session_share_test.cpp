// mining.submit through a session: who may submit, what is credited, and what is answered when.

#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

namespace sluice::pool::test {
namespace {

using protocol::stratum_v1::Configure;

TEST(session_share, is_credited_and_acknowledged) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(pool.submit(pool.solve())["result"], true);
    ASSERT_EQ(pool.credits.size(), 1U);
    const double reached = pool.credits[0].share_difficulty;
    EXPECT_EQ(pool.credits[0],
              (Credit{worker_name, 4096, pool.clock.unix_ms, easy_difficulty, reached}));
    EXPECT_GE(reached, easy_difficulty);
}

TEST(session_share, is_acknowledged_only_after_its_commit) {
    SessionHarness pool;
    pool.log_in();
    pool.commits_at_once = false;
    EXPECT_EQ(pool.submit(pool.solve()), nullptr);
    EXPECT_EQ(pool.session().held_replies(), 1U);
    pool.commit();
    EXPECT_EQ(pool.take().at(0)["result"], true);
    EXPECT_EQ(pool.session().held_replies(), 0U);
}

TEST(session_share, replies_keep_the_order_of_requests_and_jobs_do_not_wait) {
    SessionHarness pool;
    pool.log_in();
    pool.commits_at_once = false;
    const auto share = pool.solve();
    pool.submit(share);
    EXPECT_EQ(pool.ask("5", "mining.ping", Json::array()), nullptr);
    pool.publish(make_job({.id = 0x11}));
    const auto early = pool.take();
    ASSERT_EQ(early.size(), 1U);
    EXPECT_EQ(early[0]["method"], "mining.notify");
    pool.commit();
    const auto late = pool.take();
    ASSERT_EQ(late.size(), 2U);
    EXPECT_EQ(late[0]["id"], 4);
    EXPECT_EQ(late[1]["id"], 5);
}

TEST(session_share, that_the_books_refuse_is_answered_with_an_error) {
    SessionHarness pool;
    pool.log_in();
    pool.commits_at_once = false;
    pool.submit(pool.solve());
    pool.commit(false);
    EXPECT_EQ(error_code(pool.take().at(0)), 20);
}

TEST(session_share, without_an_id_is_credited_in_silence) {
    SessionHarness pool;
    pool.log_in();
    const protocol::stratum_v1::Submit submit{worker_name, pool.job_id(), pool.solve()};
    pool.send(protocol::stratum_v1::encode_notification(submit));
    EXPECT_EQ(pool.credits.size(), 1U);
    EXPECT_TRUE(pool.take().empty());
}

TEST(session_share, before_subscribe_or_authorize_is_refused) {
    SessionHarness pool;
    EXPECT_EQ(error_code(pool.submit({}, "00000010")), 25);
    pool.ask("1", "mining.subscribe", Json::array());
    EXPECT_EQ(error_code(pool.submit({}, "00000010")), 24);
    EXPECT_TRUE(pool.credits.empty());
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
}

TEST(session_share, of_a_worker_not_authorised_here_is_refused) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve(), "", "somebody.else")), 24);
}

TEST(session_share, is_credited_to_the_worker_it_names) {
    SessionHarness pool;
    pool.log_in();
    pool.ask("3", "mining.authorize", Json::array({"alice.second", "x"}));
    EXPECT_EQ(error_code(pool.submit(pool.solve(), "", "alice.second")), 0);
    EXPECT_EQ(pool.credits.at(0).worker, "alice.second");
}

TEST(session_share, counts_once) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    EXPECT_EQ(error_code(pool.submit(share)), 0);
    EXPECT_EQ(error_code(pool.submit(share)), 22);
    EXPECT_EQ(pool.credits.size(), 1U);
}

TEST(session_share, counts_once_over_sessions_that_resume) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    const std::string job = pool.job_id();
    EXPECT_EQ(error_code(pool.submit(share)), 0);
    pool.resume("x");
    EXPECT_EQ(error_code(pool.submit(share, job)), 22);
}

TEST(session_share, counts_in_the_duplicate_filter_for_its_peer_over_its_connections) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    pool.reconnect();
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    ASSERT_EQ(pool.services.shares_on_tip.size(), 1U);
    EXPECT_EQ(pool.services.shares_on_tip.begin()->second, 2U);
    auto next = std::make_shared<Job>(*pool.services.job);
    next->clean = true;
    pool.publish(next);
    EXPECT_TRUE(pool.services.shares_on_tip.empty()) << "a new tip";
}

TEST(session_share, that_was_under_way_when_the_connection_broke_keeps_its_terms) {
    SessionHarness pool;
    pool.log_in("d=0.000002");
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}, 0.000002))), 0);
    const auto share = pool.solve({}, 0.000002);
    const std::string job = pool.job_id();
    pool.resume("d=0.000001");
    EXPECT_NE(pool.job_id(), job);
    EXPECT_EQ(error_code(pool.submit(share)), 23) << "another job is another hash";
    EXPECT_EQ(error_code(pool.submit(share, job)), 0);
    EXPECT_EQ(pool.credits.at(1).hashes, 8590) << "2e-6 * 2^32";
}

TEST(session_share, of_a_job_given_by_another_shard_is_accepted_when_this_one_has_it) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}))), 0);
    const auto old_job = pool.services.job;
    const auto new_job = make_job({.id = 0x11});
    pool.publish(new_job);
    const auto share = pool.solve();
    pool.disconnect();
    pool.services.set_job(old_job);  // as on a shard that is a moment behind
    pool.resume("x");
    EXPECT_EQ(error_code(pool.submit(share, new_job->id_text)), 0);
    EXPECT_TRUE(pool.take_method("mining.notify").is_null()) << "the older job is not given again";
    pool.publish(new_job);
    EXPECT_EQ(pool.job_id(), "0000001101");
}

TEST(session_share, of_a_job_never_issued_is_refused) {
    SessionHarness pool;
    pool.log_in();
    for (const std::string id : {"nosuchjob", "00000099", "0000001001", "", "00000010zz"}) {
        const Json reply = pool.submit(pool.solve(), id.empty() ? "x" : id);
        EXPECT_EQ(reply["error"], Json::array({21, "Job not found", nullptr})) << id;
    }
}

TEST(session_share, of_an_earlier_tip_is_stale) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    const std::string old_job = pool.job_id();
    pool.publish(make_job({.id = 0x11, .previous = 2, .clean = true}));
    const Json reply = pool.submit(share, old_job);
    EXPECT_EQ(error_code(reply), 21);
    EXPECT_EQ(reply["error"][1], "Stale share");
    EXPECT_EQ(pool.channel().score(), 0);
}

TEST(session_share, that_is_stale_and_comes_twice_is_a_duplicate) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    const std::string old_job = pool.job_id();
    pool.publish(make_job({.id = 0x11, .previous = 2, .clean = true}));
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 21);
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 22);
    EXPECT_EQ(pool.channel().score(), 1);
}

TEST(session_share, that_is_stale_and_has_no_work_is_an_offence) {
    SessionHarness pool;
    pool.log_in("d=1000000");
    const auto share = pool.solve();
    const std::string old_job = pool.job_id();
    pool.publish(make_job({.id = 0x11, .previous = 2, .clean = true}));
    EXPECT_EQ(pool.submit(share, old_job)["error"][1], "Stale share");
    EXPECT_EQ(pool.channel().score(), 1);
}

TEST(session_share, of_a_tip_that_came_back_is_not_credited_again) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    const std::string old_job = pool.job_id();
    EXPECT_EQ(error_code(pool.submit(share)), 0);
    pool.publish(make_job({.id = 0x11, .previous = 2, .clean = true}));
    static_cast<void>(pool.duplicates.keep_only(pool.services.job->block_template->previous));
    pool.publish(make_job({.id = 0x12, .previous = 1, .clean = true}));
    EXPECT_EQ(pool.submit(share, old_job)["error"][1], "Stale share");
    EXPECT_EQ(pool.credits.size(), 1U);
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
}

TEST(session_share, of_an_earlier_job_on_the_same_tip_is_accepted) {
    SessionHarness pool;
    pool.log_in();
    const auto share = pool.solve();
    const std::string old_job = pool.job_id();
    pool.publish(make_job({.id = 0x11}));
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 0);
}

TEST(session_share, with_fields_of_the_wrong_form_is_refused_and_the_session_goes_on) {
    SessionHarness pool;
    pool.log_in();
    const std::string head =
        R"({"id":3,"method":"mining.submit","params":["alice.rig1","00000010",)";
    for (const std::string rest :
         {R"("zzzzzzzz","6553f100","00000000"]})", R"("               1","6553f100","00000000"]})",
          R"("00000001","","00000000"]})", R"("00000001","6553f100","0x12345678"]})",
          R"("00000001","6553f100","1234567"]})", R"("00000001","6553f100","123456789"]})",
          R"("0000000100","6553f100","00000000"]})", R"("00","6553f100","00000000"]})",
          R"(0,1700000000,305419896]})", R"("00000001"]})"}) {
        pool.send(head + rest);
        const auto lines = pool.take();
        ASSERT_EQ(lines.size(), 1U) << rest;
        EXPECT_EQ(error_code(lines[0]), 20) << rest;
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
}

TEST(session_share, is_not_credited_while_the_work_is_withdrawn) {
    SessionHarness pool;
    pool.log_in();
    pool.services.work_withdrawn = true;
    const auto share = pool.solve();
    EXPECT_EQ(error_code(pool.submit(share)), 21);
    EXPECT_TRUE(pool.credits.empty());
    EXPECT_EQ(pool.channel().score(), 0);
    pool.services.work_withdrawn = false;
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}))), 0);
}

TEST(session_share, of_low_difficulty_is_refused) {
    SessionHarness pool;
    pool.log_in("d=1000000");
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 23);
}

TEST(session_share, that_makes_a_block_is_reported_before_its_commit) {
    SessionHarness pool;
    pool.publish(make_job({.bits = 0x1f00ffff}));  // 65536 hashes a block
    pool.commits_at_once = false;
    pool.log_in();
    const auto share = pool.solve({}, pool.services.network_difficulty);
    pool.submit(share);
    ASSERT_EQ(pool.blocks.size(), 1U);
    const FoundBlock& block = pool.blocks[0];
    EXPECT_EQ(block.job, pool.services.job);
    EXPECT_EQ(block.id, block_id(block.header));
    EXPECT_EQ(block.header.nonce, share.nonce);
    EXPECT_EQ(block.worker, worker_name);
    EXPECT_EQ(block.extranonce1, Bytes(pool.extranonce1().begin(), pool.extranonce1().end()));
    EXPECT_EQ(block.extranonce2, (Bytes{0, 0, 0, 1}));
    EXPECT_GE(block.share_difficulty, pool.services.network_difficulty);
    EXPECT_EQ(pool.session().held_replies(), 1U);
}

TEST(session_share, that_makes_a_block_is_reported_with_the_job_it_was_hashed_for) {
    SessionHarness pool;
    pool.publish(make_job({.bits = 0x1f00ffff}));
    pool.log_in();
    pool.ask("3", "mining.authorize", Json::array({worker_name, "d=0.000002"}));
    ASSERT_EQ(pool.job_id(), "0000001001");
    EXPECT_EQ(error_code(pool.submit(pool.solve({}, pool.services.network_difficulty))), 0);
    ASSERT_EQ(pool.blocks.size(), 1U);
    const FoundBlock& block = pool.blocks[0];
    EXPECT_EQ(protocol::sha256d(protocol::join_coinbase(block.job->coinb1, block.extranonce1,
                                                        block.extranonce2, block.job->coinb2)),
              block.header.merkle_root);
}

TEST(session_share, that_makes_a_block_is_reported_when_no_more_shares_can_be_told_apart) {
    SessionHarness pool;
    const auto job = make_job({.bits = 0x1f00ffff});
    pool.publish(job);
    pool.log_in();
    const auto share = pool.solve({}, pool.services.network_difficulty);
    protocol::Hash256 hash = check_share(*job,
                                         {pool.extranonce1(), share.extranonce2.span(), share.time,
                                          share.nonce, share.version_bits},
                                         {job->network_target, 0, {}})
                                 .pow_hash;
    const std::uint64_t first_bytes = load_le64(hash.bytes.data());
    for (std::uint64_t other = 1; other <= DuplicateFilter::shares_per_block_max; ++other) {
        store_le64(hash.bytes.data(), first_bytes + other);
        if (pool.duplicates.insert(job->block_template->previous, hash) !=
            DuplicateFilter::Insert::added) {
            break;
        }
    }
    const Json reply = pool.submit(share);
    EXPECT_EQ(error_code(reply), 20);
    EXPECT_EQ(pool.blocks.size(), 1U);
    EXPECT_TRUE(pool.credits.empty());
    EXPECT_EQ(pool.channel().score(), 0) << "not the miner's fault";
}

TEST(session_share, that_only_makes_a_block_is_worth_what_the_block_needed) {
    ServerOptions options = SessionHarness::easy_options();
    options.difficulty.min = options.difficulty.start = 1;
    SessionHarness pool(options);
    pool.publish(make_job({.bits = 0x1f00ffff}));
    pool.log_in();
    const auto block = pool.solve({.extranonce2 = 2}, pool.services.network_difficulty);
    EXPECT_EQ(error_code(pool.submit(block)), 0);
    EXPECT_EQ(pool.blocks.size(), 1U);
    EXPECT_NEAR(static_cast<double>(pool.credits.at(0).hashes), 65536, 2);
}

/// Else a miner that submits them would earn twice what one earns that does not.
TEST(session_share, of_a_miner_that_submits_every_block_is_worth_what_a_block_needs) {
    ServerOptions options = SessionHarness::easy_options();
    options.difficulty.min = options.difficulty.start = 0x1p-16;
    SessionHarness pool(options);
    pool.publish(make_job({.bits = 0x1f7fffff}));  // 512 hashes a block
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve({}, 0x1p-16))), 0);
    EXPECT_EQ(pool.credits.at(0).hashes, 1 << 16);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 2}, 0x1p-23))), 0);
    EXPECT_EQ(pool.credits.at(1).hashes, 512);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 3}, 0x1p-16))), 0);
    EXPECT_EQ(pool.credits.at(2).hashes, 512);
    EXPECT_EQ(pool.blocks.size(), 3U);
}

TEST(session_share, with_version_bits_needs_an_agreed_mask) {
    SessionHarness pool;
    pool.log_in();
    const auto rolled = pool.solve({.version_bits = 0x2000});
    EXPECT_EQ(error_code(pool.submit(rolled)), 20);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.version_bits = 0}))), 0);
    pool.ask("9", "mining.configure",
             (Configure{{"version-rolling"}, 0xffff'ffff, 0, {}, {}}).params());
    EXPECT_EQ(error_code(pool.submit(rolled)), 0);
}

TEST(session_share, with_version_bits_outside_the_mask_is_refused) {
    SessionHarness pool;
    pool.ask("9", "mining.configure",
             (Configure{{"version-rolling"}, 0x1fff'e000, 0, {}, {}}).params());
    pool.log_in();
    for (const std::uint32_t bits : {0x2000'0000U, 0x0000'0001U, 0x2000'2000U}) {
        auto share = pool.solve();
        share.version_bits = bits;
        EXPECT_EQ(error_code(pool.submit(share)), 20) << bits;
    }
    EXPECT_TRUE(pool.credits.empty());
}

TEST(session_share, flood_of_invalid_ones_ends_the_session) {
    SessionHarness pool;
    pool.log_in("d=1000000");
    auto share = pool.solve();
    int refused = 0;
    while (pool.channel().conduct().close_reason() == CloseReason::none && refused < 500) {
        ++share.nonce;
        EXPECT_EQ(error_code(pool.submit(share)), 23);
        ++refused;
    }
    EXPECT_EQ(refused, static_cast<int>(pool.options.abuse.score_max));
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::misbehaviour);
}

TEST(session_share, now_and_then_invalid_ones_are_forgiven) {
    SessionHarness pool;
    pool.log_in("d=1000000");
    auto share = pool.solve();
    for (int i = 0; i < 500; ++i) {
        pool.advance(std::chrono::seconds(2));
        ++share.nonce;
        pool.submit(share);
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
}

}  // namespace
}  // namespace sluice::pool::test
