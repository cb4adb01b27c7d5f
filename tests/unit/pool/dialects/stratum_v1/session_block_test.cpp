// A hash that makes a block goes to the source, whatever is wrong with it as a share.

#include "protocol/bitcoin/coinbase.hpp"
#include "protocol/stratum_v1/handshake.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

namespace sluice::pool::test {
namespace {

constexpr std::uint32_t block_bits = 0x1f00ffff;  // 65536 hashes a block

class session_block : public testing::Test {
protected:
    session_block() {
        pool.publish(make_job({.bits = block_bits}));
        pool.log_in();
    }
    protocol::stratum_v1::SubmittedShare block(const Search& search = {}) {
        return pool.solve(search, pool.services.network_difficulty);
    }
    void move_tip(std::uint32_t id, std::uint8_t previous, std::chrono::seconds after = {}) {
        pool.advance(after);
        pool.publish(make_job({.id = id,
                               .previous = previous,
                               .bits = block_bits,
                               .clean = true,
                               .made_at = pool.clock.steady}));
    }
    /// The one block reported hashes as its job and extranonces say.
    void expect_whole_block() {
        ASSERT_EQ(pool.blocks.size(), 1U);
        const FoundBlock& found = pool.blocks[0];
        EXPECT_EQ(found.id, block_id(found.header));
        EXPECT_TRUE(meets(found.id, found.job->network_target));
        EXPECT_EQ(protocol::sha256d(protocol::join_coinbase(found.job->coinb1, found.extranonce1,
                                                            found.extranonce2, found.job->coinb2)),
                  found.header.merkle_root);
    }
    SessionHarness pool;
};

TEST_F(session_block, on_the_tip_just_left_is_reported_and_its_share_is_stale) {
    const auto share = block();
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2);
    const Json reply = pool.submit(share, old_job);
    EXPECT_EQ(error_code(reply), 21);
    EXPECT_EQ(reply["error"][1], "Stale share");
    expect_whole_block();
    EXPECT_EQ(pool.blocks.at(0).header.previous.bytes[0], 1);
    EXPECT_TRUE(pool.credits.empty());
    EXPECT_EQ(pool.channel().score(), 0);
}

TEST_F(session_block, is_reported_for_two_tips_and_two_minutes) {
    const auto share = block();
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2);
    move_tip(0x12, 3, std::chrono::seconds(60));
    pool.advance(std::chrono::seconds(60));
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 21);
    EXPECT_EQ(pool.blocks.size(), 1U);
}

TEST_F(session_block, of_a_tip_left_longer_ago_is_forgotten) {
    const auto share = block();
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2);
    pool.advance(std::chrono::seconds(121));
    EXPECT_EQ(pool.submit(share, old_job)["error"][1], "Stale share");
    EXPECT_TRUE(pool.blocks.empty());
}

TEST_F(session_block, of_the_third_tip_back_is_forgotten) {
    const auto share = block();
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2, std::chrono::seconds(1));
    move_tip(0x12, 3, std::chrono::seconds(1));
    move_tip(0x13, 4, std::chrono::seconds(1));
    EXPECT_EQ(pool.submit(share, old_job)["error"][1], "Stale share");
    EXPECT_TRUE(pool.blocks.empty());
}

TEST_F(session_block, that_comes_twice_is_reported_once) {
    const auto share = block();
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2);
    pool.submit(share, old_job);
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 22);
    EXPECT_EQ(pool.blocks.size(), 1U);
}

TEST_F(session_block, of_a_resumed_session_is_reported_after_the_tip_moved) {
    EXPECT_EQ(error_code(pool.submit(pool.solve({.extranonce2 = 3}))), 0);  // worth resuming
    const auto share = block();
    const auto job = pool.services.job;  // kept by another session
    const std::string old_job = pool.job_id();
    move_tip(0x11, 2);
    pool.resume("x");
    EXPECT_EQ(error_code(pool.submit(share, old_job)), 21);
    expect_whole_block();
}

TEST_F(session_block, of_a_worker_not_authorised_here_is_reported) {
    EXPECT_EQ(error_code(pool.submit(block(), "", "somebody.else")), 24);
    expect_whole_block();
    EXPECT_EQ(pool.blocks.at(0).worker, "somebody.else");
    EXPECT_TRUE(pool.credits.empty());
}

TEST_F(session_block, of_a_name_that_turns_text_around_is_reported_without_it) {
    EXPECT_EQ(error_code(pool.submit(block(), "", "rig\u202e1")), 24);
    EXPECT_EQ(pool.blocks.at(0).worker, "(name refused)");
}

TEST_F(session_block, out_of_time_is_reported_since_the_node_is_the_judge_of_times) {
    Search search;
    search.time = job_time + 7100;
    const auto share = solve_at_age(*pool.services.job, pool.extranonce1(), search,
                                    std::chrono::minutes(10), pool.services.network_difficulty);
    EXPECT_EQ(pool.submit(share)["error"][1], "ntime out of range");
    expect_whole_block();
    EXPECT_EQ(pool.channel().score(), 0);
}

TEST_F(session_block, with_version_bits_that_were_not_agreed_is_reported) {
    const auto share = block({.version_bits = 0x2000});
    EXPECT_EQ(pool.submit(share)["error"][1], "Version bits outside mask");
    expect_whole_block();
    EXPECT_EQ(pool.blocks.at(0).header.version, 0x2000'2000U);
    EXPECT_EQ(pool.channel().score(), 1);
}

TEST_F(session_block, is_reported_though_the_work_is_withdrawn) {
    pool.services.work_withdrawn = true;
    const Json reply = pool.submit(block());
    EXPECT_EQ(error_code(reply), 21);
    EXPECT_EQ(reply["error"][1], "Work withdrawn: the pool's node does not answer");
    expect_whole_block();
    EXPECT_TRUE(pool.credits.empty());
    EXPECT_EQ(pool.channel().score(), 0);
}

TEST_F(session_block, of_a_slow_algorithm_on_the_tip_just_left_is_reported) {
    ServerOptions options = SessionHarness::easy_options();
    options.difficulty.min = options.difficulty.start = 0x1p-10;
    SessionHarness slow(options);
    slow.publish(make_job({.bits = 0x207fffff, .algorithm = "scrypt"}));  // 2 hashes a block
    slow.log_in();
    const auto share =
        test::solve(*slow.services.job, slow.extranonce1(), slow.services.job->network_target);
    const std::string old_job = slow.job_id();
    slow.publish(make_job(
        {.id = 0x11, .previous = 2, .bits = 0x207fffff, .clean = true, .algorithm = "scrypt"}));
    slow.take();
    slow.submit(share, old_job);
    slow.services.hasher.flush();
    slow.commit();
    EXPECT_EQ(error_code(slow.take().at(0)), 21);
    EXPECT_EQ(slow.blocks.size(), 1U);
}

}  // namespace
}  // namespace sluice::pool::test
