// StratumServer over loopback sockets: what only sockets, threads and the real ledger can show.

#include "tests/unit/pool/server/stratum_server_fixture.hpp"

#include <gmock/gmock.h>

namespace sluice::pool::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

TEST_F(StratumServerTest, acknowledges_a_share_only_once_it_is_committed) {
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    for (std::uint32_t i = 1; i <= 20; ++i) {
        miner.send(submit_line(subscribed, "alice", i));
        EXPECT_EQ(miner.read_until("")["result"], true);
        EXPECT_EQ(committed_shares(), i);
    }
}

TEST_F(StratumServerTest, sends_miners_away_while_the_work_is_withdrawn) {
    options_.reconnect = {{"other.example.com", 3334}};
    ledger_options_.group_interval = std::chrono::milliseconds(300);
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    miner.send(submit_line(subscribed, "alice", 1));
    EXPECT_EQ(miner.read_until("")["result"], true);
    server_->set_work_withdrawn(true);
    EXPECT_EQ(miner.read_until("client.reconnect")["params"][0], "other.example.com");
    EXPECT_FALSE(miner.read_line().has_value()) << "the connection ends";
    EXPECT_FALSE(StratumClient(server_->port()).read_line().has_value()) << "nobody is let in";

    server_->set_work_withdrawn(false);
    StratumClient back(server_->port());
    const Json again = back.log_in("alice");
    back.send(submit_line(again, "alice", 2));
    EXPECT_EQ(back.read_until("")["result"], true);
}

TEST_F(StratumServerTest, answers_pipelined_shares_in_order) {
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    std::string lines;
    for (std::uint32_t i = 1; i <= 50; ++i) {
        lines += submit_line(subscribed, "alice", i);
        lines += "{\"id\":" + std::to_string(100 + i) + ",\"method\":\"mining.ping\"}\n";
    }
    miner.send(lines);
    for (int i = 1; i <= 50; ++i) {
        EXPECT_EQ(miner.read_until("")["result"], true);
        EXPECT_EQ(miner.read_until("")["id"], 100 + i);
    }
    EXPECT_EQ(committed_shares(), 50);
}

TEST_F(StratumServerTest, reads_no_further_while_too_many_replies_wait) {
    options_.held_replies_max = 4;
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    std::string lines;
    for (std::uint32_t i = 1; i <= 50; ++i) {
        lines += submit_line(subscribed, "alice", i);
    }
    miner.send(lines);
    for (int i = 1; i <= 50; ++i) {
        EXPECT_EQ(miner.read_until("")["result"], true);
    }
}

TEST_F(StratumServerTest, stop_sends_the_replies_that_wait_for_a_commit) {
    ledger_options_.group_interval = std::chrono::milliseconds(300);
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    miner.send(submit_line(subscribed, "alice", 1));
    EXPECT_EQ(miner.read_until("")["result"], true);
    // The next commit is a while away. That the share was read shows in what came after it: a
    // new difficulty does not wait for replies.
    miner.send(submit_line(subscribed, "alice", 2) +
               R"({"method":"mining.authorize","params":["alice","d=0.5"]})" + "\n");
    EXPECT_FALSE(miner.read_until("mining.set_difficulty").is_null());
    server_->stop();
    EXPECT_EQ(miner.read_until("")["result"], true);
    EXPECT_EQ(miner.read_line(), std::nullopt);
    EXPECT_EQ(committed_shares(), 2);
}

TEST_F(StratumServerTest, stop_answers_what_was_received_but_not_read) {
    ledger_options_.group_interval = std::chrono::milliseconds(5);
    options_.held_replies_max = 2;
    options_.drain_timeout = std::chrono::seconds(20);  // thirty commits, on a slow disk too
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    std::string lines;
    for (std::uint32_t i = 1; i <= 60; ++i) {
        lines += submit_line(subscribed, "alice", i);
    }
    miner.send(lines);
    EXPECT_EQ(miner.read_until("")["result"], true);
    server_->stop();  // most of them lie in the socket, since two replies at a time are held
    for (int i = 2; i <= 60; ++i) {
        ASSERT_EQ(miner.read_until("").value("result", false), true) << i;
    }
    EXPECT_TRUE(miner.read_until("").is_null());
    EXPECT_TRUE(miner.closed_in_order());
    EXPECT_EQ(committed_shares(), 60);
}

TEST_F(StratumServerTest, takes_a_block_that_comes_after_its_last_reply) {
    options_.drain_timeout = options_.linger_timeout = std::chrono::seconds(20);
    job_ = make_job({.bits = 0x1f00ffff});  // 65536 hashes a block
    start();
    StratumClient miner(server_->port());
    const Json subscribed = miner.log_in("alice");
    const std::string block = submit_line(subscribed, "alice", job_->network_target, 1);
    server_->set_work_withdrawn(true);
    EXPECT_TRUE(miner.read_until("no such method").is_null());
    EXPECT_TRUE(miner.closed_in_order());
    miner.send(block);
    EXPECT_TRUE(blocks_.try_acquire_for(std::chrono::seconds(20)));
}

TEST_F(StratumServerTest, answers_a_client_that_ended_its_side_and_closes) {
    start();
    StratumClient client(server_->port());
    client.send(R"({"id":1,"method":"mining.subscribe"})"
                "\n");
    client.end_writing();
    EXPECT_EQ(client.read_until("")["id"], 1);
    EXPECT_EQ(client.read_line(), std::nullopt);
}

TEST_F(StratumServerTest, gives_sessions_of_all_shards_different_extranonces_and_the_same_job) {
    options_.shards = 2;
    start();
    std::vector<std::unique_ptr<StratumClient>> miners;
    std::set<std::string> extranonces;
    for (int i = 0; i < 32; ++i) {
        miners.push_back(std::make_unique<StratumClient>(server_->port()));
        extranonces.insert(miners.back()->log_in("alice")[1].get<std::string>());
        miners.back()->read_until("mining.notify");
    }
    EXPECT_EQ(extranonces.size(), miners.size());
    const auto next = make_job({.id = 0x11, .previous = 2, .clean = true});
    server_->publish(next);
    for (const auto& miner : miners) {
        EXPECT_EQ(miner->read_line(), notify_line(*next, true));
    }
}

TEST_F(StratumServerTest, resumes_a_session_on_any_shard) {
    options_.shards = 2;
    start();
    std::string session;
    std::string extranonce1;
    {
        StratumClient miner(server_->port());
        const Json subscribed = miner.log_in("alice");
        session = subscribed[0][1][1];
        extranonce1 = subscribed[1];
        miner.send(submit_line(subscribed, "alice"));
        EXPECT_EQ(miner.read_until("")["result"], true);
        miner.end_writing();
        miner.read_until("no such method");
    }
    // The client sees the end a moment before the server has let go of the session.
    std::string resumed;
    for (int attempt = 0; attempt < 1000 && resumed != extranonce1; ++attempt) {
        StratumClient miner(server_->port());
        resumed = miner.log_in("alice", session)[1];
    }
    EXPECT_EQ(resumed, extranonce1);
}

TEST_F(StratumServerTest, says_which_port_is_in_use) {
    start();
    options_.listen[0].port = server_->port();
    StratumServer second(options_, *ledger_, monitor_,
                         [this](const FoundBlock&) { blocks_.release(); });
    const auto started = second.start();
    ASSERT_FALSE(started.has_value());
    EXPECT_THAT(started.error(), AllOf(HasSubstr("127.0.0.1:" + std::to_string(server_->port())),
                                       HasSubstr("in use"), HasSubstr("[stratum] listen")));
}

TEST_F(StratumServerTest, says_which_address_is_no_address) {
    options_.listen[0].host = "localhost";
    auto ledger = open_sqlite_ledger(folder_ / "ledger.db");
    StratumServer server(options_, **ledger, monitor_,
                         [this](const FoundBlock&) { blocks_.release(); });
    const auto started = server.start();
    ASSERT_FALSE(started.has_value());
    EXPECT_EQ(started.error(),
              "listen address \"localhost\" is not a numeric IPv4 or IPv6 address");
}

}  // namespace
}  // namespace sluice::pool::test
