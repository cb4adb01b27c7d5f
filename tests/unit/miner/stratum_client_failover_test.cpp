/// Several pools: down the list when one fails, and back to the first when it is well again.

#include "fake_pool.hpp"

#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using stratum_client_failover = StratumClientTest;

std::uint16_t unused_port(boost::asio::io_context& context) {
    FakePool pool{context};
    const std::uint16_t port = pool.port();
    pool.close();
    return port;
}

TEST_F(stratum_client_failover, an_unreachable_pool_passes_to_the_next) {
    FakePool second{context_};
    start({unused_port(context_), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    EXPECT_EQ(current_job()->subscription.pool, 1u);
}

TEST_F(stratum_client_failover, a_pool_that_is_no_pool_passes_to_the_next) {
    FakePool web_server{context_};
    for (int i = 0; i < 20; ++i) {
        web_server.greeting += "HTTP/1.1 400 Bad Request\r\n";
    }
    FakePool second{context_};
    start({web_server.port(), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    EXPECT_EQ(current_job()->subscription.pool, 1u);
}

TEST_F(stratum_client_failover, the_first_pool_is_used_again_when_it_is_back) {
    const std::uint16_t first_port = unused_port(context_);
    FakePool second{context_};
    start({first_port, second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    FakePool first{context_, first_port};
    ASSERT_TRUE(run_until([&] { return first.count("mining.authorize") == 1; }));
    ASSERT_TRUE(run_until([&] { return works_for(0); }));
}

TEST_F(stratum_client_failover, a_first_pool_without_work_is_not_back) {
    const std::uint16_t first_port = unused_port(context_);
    FakePool second{context_};
    start({first_port, second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    FakePool first{context_, first_port};
    first.has_work = false;
    ASSERT_TRUE(run_until([&] { return first.count("mining.authorize") == 1; }));
    find_share(current_job(), 1);
    ASSERT_TRUE(run_until([&] { return statistics_.shares().accepted == 1; }));
    EXPECT_EQ(current_job()->subscription.pool, 1u);
    EXPECT_EQ(second.connections, 1);

    first.has_work = true;
    first.notify("j1", true);
    ASSERT_TRUE(run_until([&] { return works_for(0); }));
}

TEST_F(stratum_client_failover, a_pool_that_only_asks_for_reconnects_passes_to_the_next) {
    FakePool first{context_};
    first.redirects = true;
    FakePool second{context_};
    options_.retry.reconnects_max = 0;  // each takes a second
    start({first.port(), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    EXPECT_EQ(current_job()->subscription.pool, 1u);
}

TEST_F(stratum_client_failover, shares_of_the_pool_that_was_left_are_counted_as_lost) {
    FakePool first{context_};
    FakePool second{context_};
    first.answers_submits = false;
    start({first.port(), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    const SharedJob job = current_job();
    find_share(job, 1);
    ASSERT_TRUE(run_until([&] { return first.count("mining.submit") == 1; }));
    first.close();
    ASSERT_TRUE(run_until([&] { return statistics_.shares().lost == 1; }));
    ASSERT_TRUE(run_until([&] { return works_for(1); }));
    find_share(job, 2);
    ASSERT_TRUE(run_until([&] { return statistics_.shares().lost == 2; }));
    EXPECT_EQ(second.count("mining.submit"), 0u);
}

TEST_F(stratum_client_failover, a_pool_that_rejects_everything_passes_to_the_next) {
    FakePool first{context_};
    FakePool second{context_};
    first.refusal = "high hash";
    options_.answers.rejects_max = 2;
    options_.answers.rejects_time_min = std::chrono::seconds{0};
    options_.retry.steady_after = std::chrono::milliseconds{1};  // it works well otherwise
    start({first.port(), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    find_share(current_job(), 1);
    find_share(current_job(), 2);
    ASSERT_TRUE(run_until([&] { return second.count("mining.authorize") == 1; }));
    EXPECT_EQ(first.count("mining.authorize"), 1u);
}

TEST_F(stratum_client_failover, a_pool_that_answers_no_submit_passes_to_the_next) {
    FakePool first{context_};
    FakePool second{context_};
    first.answers_submits = false;
    options_.answers.silence_max = std::chrono::seconds{0};
    options_.retry.steady_after = std::chrono::milliseconds{1};
    start({first.port(), second.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    find_share(current_job(), 1);
    ASSERT_TRUE(run_until([&] { return first.count("mining.submit") == 1; }));
    first.notify("j2", false);  // so that it is not the connection that is dead
    ASSERT_TRUE(run_until([&] { return second.count("mining.authorize") == 1; }));
    EXPECT_EQ(first.count("mining.authorize"), 1u);
}

}  // namespace
}  // namespace sluice::miner
