// Whom the server turns away or closes, and who goes on meanwhile.

#include "tests/unit/pool/server/stratum_server_fixture.hpp"

namespace sluice::pool::test {
namespace {

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

}  // namespace
}  // namespace sluice::pool::test
