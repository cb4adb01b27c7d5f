// StratumServer over loopback sockets: what only sockets, threads and the real ledger can show.

#include "pool/server/stratum_server.hpp"

#include "base/hex.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/monitor/monitor.hpp"
#include "protocol/stratum_v1/limits.hpp"
#include "tests/unit/pool/mining/easy_job.hpp"
#include "tests/unit/pool/server/stratum_client.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <semaphore>
#include <set>
#include <vector>

namespace sluice::pool::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class StratumServerTest : public testing::Test {
protected:
    StratumServerTest() {
        options_.listen = {{"127.0.0.1", 0}};
        options_.difficulty.start = options_.difficulty.min = easy_difficulty;
        options_.difficulty.vardiff = false;
    }

    void start() {
        auto ledger = open_sqlite_ledger(folder_ / "ledger.db", ledger_options_);
        ASSERT_TRUE(ledger.has_value());
        ledger_ = std::move(*ledger);
        server_ = std::make_unique<StratumServer>(options_, *ledger_, monitor_,
                                                  [this](const FoundBlock&) { blocks_.release(); });
        server_->publish(job_);
        const auto started = server_->start();
        ASSERT_TRUE(started.has_value()) << started.error();
    }

    /// A submit line of a share that the server accepts, different for each `extranonce2`.
    [[nodiscard]] std::string submit_line(const Json& subscribed, const std::string& worker,
                                          std::uint32_t extranonce2 = 1) const {
        return submit_line(subscribed, worker, protocol::share_target({easy_difficulty}),
                           extranonce2);
    }

    [[nodiscard]] std::string submit_line(const Json& subscribed, const std::string& worker,
                                          const protocol::Target& target,
                                          std::uint32_t extranonce2) const {
        const auto extranonce1 = from_hex(subscribed[1].get<std::string>()).value();
        const protocol::stratum_v1::Submit submit{
            worker, job_->id_text,
            solve(*job_, extranonce1, target, {.extranonce2 = extranonce2, .version_bits = {}})};
        return encode({"4"}, submit);
    }

    /// Logs in and has a share accepted.
    void mine(StratumClient& miner, const std::string& worker) {
        const Json subscribed = miner.log_in(worker);
        miner.send(submit_line(subscribed, worker));
        EXPECT_EQ(miner.read_until("")["result"], true);
    }

    /// How much in jobs a client that does not read is sent, beside one that does.
    std::size_t bytes_until_deaf_client_is_dropped() {
        StratumClient deaf(server_->port(), 4096);
        deaf.log_in("deaf");
        StratumClient witness(server_->port());
        witness.log_in("witness");
        witness.read_until("mining.notify");
        const auto sessions = [&] { return monitor_.status(0).sessions; };
        EXPECT_EQ(sessions(), 2);
        std::size_t bytes = 0;
        for (std::uint32_t i = 1; i < 50'000 && sessions() == 2; ++i) {
            const auto job = make_job({.id = job_->id + i});
            server_->publish(job);
            const std::string& line = notify_line(*job, false);
            EXPECT_EQ(witness.read_line(), line);
            bytes += line.size();
        }
        EXPECT_EQ(sessions(), 1);
        EXPECT_EQ(refusals(monitor::Refusal::slow_reader), 1U);
        return bytes;
    }

    [[nodiscard]] std::uint64_t refusals(monitor::Refusal cause) const {
        return monitor_.status(0).refusals[static_cast<std::size_t>(cause)];
    }

    [[nodiscard]] std::int64_t committed_shares() const { return ledger_->totals()->shares; }

    sluice::test::ScratchFolder folder_;
    ServerOptions options_;
    LedgerOptions ledger_options_;
    Monitor monitor_{{}};
    std::shared_ptr<const Job> job_ = make_job();
    std::counting_semaphore<> blocks_{0};  ///< found, and handed on
    std::unique_ptr<Ledger> ledger_;
    std::unique_ptr<StratumServer> server_;
};

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

TEST_F(StratumServerTest, drops_a_client_that_never_reads_and_serves_the_others) {
    options_.send_queue_bytes_max = 16 * 1024;
    start();
    // What waits in the kernel is bounded too: it doubles what it is asked for.
    const auto kernel_bytes = static_cast<std::size_t>(options_.socket_send_bytes) * 2;
    EXPECT_LT(bytes_until_deaf_client_is_dropped(),
              2 * (options_.send_queue_bytes_max * 2 + kernel_bytes));
}

TEST_F(StratumServerTest, drops_those_who_read_least_when_too_much_waits_for_all) {
    options_.unsent_bytes_total_max = options_.send_queue_bytes_max / 2;
    start();
    const auto kernel_bytes = static_cast<std::size_t>(options_.socket_send_bytes) * 2;
    EXPECT_LT(bytes_until_deaf_client_is_dropped(), kernel_bytes + options_.send_queue_bytes_max);
}

TEST_F(StratumServerTest, turns_strangers_away) {
    start();
    StratumClient browser(server_->port());
    browser.send("GET / HTTP/1.1\r\nHost: pool\r\n\r\n");
    EXPECT_EQ(browser.read_line(), "HTTP/1.1 400 Bad Request\r\n");
    while (browser.read_line()) {
    }
    StratumClient tls(server_->port());
    tls.send("\x16\x03\x01");
    EXPECT_EQ(tls.read_line(), std::nullopt);
    StratumClient balancer(server_->port());
    balancer.send("PROXY TCP4 10.0.0.1 10.0.0.2 50000 3333\r\n");
    EXPECT_EQ(balancer.read_line(), std::nullopt);
    StratumClient junk(server_->port());
    junk.send("\xf3\xff\n");
    EXPECT_EQ(junk.read_line(), std::nullopt);
    for (const auto cause : {monitor::Refusal::http, monitor::Refusal::tls,
                             monitor::Refusal::proxy_header, monitor::Refusal::junk}) {
        EXPECT_EQ(refusals(cause), 1U) << to_string(cause);
    }
}

TEST_F(StratumServerTest, closes_on_a_line_without_end) {
    start();
    StratumClient client(server_->port());
    client.send("{\"id\":1," + std::string(1024 * 1024, ' '));
    EXPECT_EQ(client.read_line(), std::nullopt);
}

TEST_F(StratumServerTest, closes_to_more_sessions_than_an_address_may_have) {
    options_.abuse.sessions_per_address_max = 2;
    start();
    StratumClient first(server_->port());
    StratumClient second(server_->port());
    mine(first, "a");
    mine(second, "b");
    StratumClient third(server_->port());
    EXPECT_EQ(third.read_line(), std::nullopt);
    EXPECT_EQ(first.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(refusals(monitor::Refusal::address_full), 1U);
}

TEST_F(StratumServerTest, closes_to_more_sessions_than_it_may_have_in_all) {
    options_.sessions_total_max = 2;
    start();
    StratumClient first(server_->port());
    StratumClient second(server_->port());
    mine(first, "a");
    mine(second, "b");
    StratumClient third(server_->port());
    EXPECT_EQ(third.read_line(), std::nullopt);
    EXPECT_EQ(first.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(refusals(monitor::Refusal::server_full), 1U);
}

TEST_F(StratumServerTest, makes_room_for_a_newcomer_by_closing_the_oldest_without_a_share) {
    options_.abuse.sessions_per_address_max = 3;
    start();
    StratumClient miner(server_->port());
    mine(miner, "a");
    StratumClient idle(server_->port());
    idle.log_in("idle");
    StratumClient later(server_->port());
    later.log_in("later");
    StratumClient newcomer(server_->port());
    mine(newcomer, "b");
    EXPECT_TRUE(idle.read_until("no such method").is_null());
    EXPECT_EQ(miner.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(later.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(refusals(monitor::Refusal::evicted), 1U);
}

TEST_F(StratumServerTest, sheds_the_oldest_without_a_share_when_memory_is_short) {
    start();
    StratumClient miner(server_->port());
    mine(miner, "a");
    std::vector<std::unique_ptr<StratumClient>> idle;
    for (int i = 0; i < 4; ++i) {
        idle.push_back(std::make_unique<StratumClient>(server_->port()));
        idle.back()->log_in("idle");
    }
    server_->shed_load();
    EXPECT_TRUE(idle[0]->read_until("no such method").is_null());
    EXPECT_TRUE(idle[1]->read_until("no such method").is_null()) << "a quarter, and one more";
    EXPECT_EQ(idle[2]->ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(miner.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(refusals(monitor::Refusal::out_of_memory), 1U);
}

TEST_F(StratumServerTest, serves_the_neighbours_of_a_session_that_misbehaved) {
    start();
    StratumClient rude(server_->port());
    for (int i = 0; i < 25; ++i) {
        rude.send("{junk\n");
    }
    while (rude.read_line()) {
    }
    for (int i = 0; i < 60; ++i) {
        StratumClient neighbour(server_->port());
        ASSERT_FALSE(neighbour.log_in("neighbour").is_null()) << i;
    }
    EXPECT_EQ(refusals(monitor::Refusal::misbehaviour), 1U);
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
