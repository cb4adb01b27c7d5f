/// One pool on a real socket: handshake, work, shares, the pool's wishes, and its bad manners.

#include "black_hole.hpp"
#include "fake_pool.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <sstream>

namespace sluice::miner {
namespace {

using testing::HasSubstr;
using stratum_client = StratumClientTest;

/// What is logged while it lives.
class CapturedLog {
public:
    CapturedLog() {
        spdlog::set_default_logger(std::make_shared<spdlog::logger>(
            "test", std::make_shared<spdlog::sinks::ostream_sink_st>(stream_)));
    }
    CapturedLog(const CapturedLog&) = delete;
    CapturedLog& operator=(const CapturedLog&) = delete;
    ~CapturedLog() { spdlog::set_default_logger(former_); }

    [[nodiscard]] std::string text() const { return stream_.str(); }

private:
    std::shared_ptr<spdlog::logger> former_ = spdlog::default_logger();
    std::ostringstream stream_;
};

TEST_F(stratum_client, logs_in_and_publishes_the_pools_work) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    const SharedJob job = current_job();
    EXPECT_EQ(job->notify.job_id, "j1");
    EXPECT_EQ(job->difficulty.value, 0.25);
    EXPECT_EQ(job->version_mask, 0x1fffe000u);
    EXPECT_EQ(pool.latest("mining.authorize").at("params"),
              nlohmann::json::array({"me.rig", "secret-password"}));
    const Snapshot snapshot = statistics_.snapshot(Clock::now());
    EXPECT_TRUE(snapshot.connected);
    EXPECT_EQ(snapshot.difficulty.value, 0.25);
}

TEST_F(stratum_client, submits_a_share_and_counts_the_answer) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    find_share(current_job(), 0xabcd);
    ASSERT_TRUE(run_until([&] { return statistics_.shares().accepted == 1; }));
    EXPECT_EQ(
        pool.latest("mining.submit").at("params"),
        nlohmann::json::array({"me.rig", "j1", "00000001", "65000000", "0000abcd", "00000000"}));
}

TEST_F(stratum_client, new_work_replaces_the_old) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    pool.send("{'id':null,'method':'mining.set_extranonce','params':['0102',6]}");
    pool.notify("j2", false);
    ASSERT_TRUE(run_until([&] { return current_job()->notify.job_id == "j2"; }));
    EXPECT_EQ(current_job()->extranonce1, (Bytes{1, 2}));
    EXPECT_EQ(current_job()->extranonce2_size, 6u);
}

TEST_F(stratum_client, submits_again_what_had_no_answer_when_the_pool_resumes_the_session) {
    FakePool pool{context_};
    pool.answers_submits = false;
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    find_share(current_job(), 7);
    ASSERT_TRUE(run_until([&] { return pool.count("mining.submit") == 1; }));
    pool.answers_submits = true;
    pool.hang_up();
    ASSERT_TRUE(run_until([&] { return statistics_.shares().accepted == 1; }));
    EXPECT_EQ(pool.count("mining.submit"), 2u);
    EXPECT_EQ(pool.latest("mining.subscribe").at("params"),
              nlohmann::json::array({"sluice-miner/test", "session"}));
}

TEST_F(stratum_client, counts_as_lost_what_had_no_answer_when_the_pool_starts_anew) {
    FakePool pool{context_};
    pool.answers_submits = false;
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    find_share(current_job(), 7);
    ASSERT_TRUE(run_until([&] { return pool.count("mining.submit") == 1; }));
    pool.extranonce1 = "00000009";
    pool.hang_up();
    ASSERT_TRUE(run_until([&] { return statistics_.shares().lost == 1; }));
    EXPECT_EQ(pool.count("mining.submit"), 1u);
}

TEST_F(stratum_client, counts_as_lost_what_had_no_answer_at_the_end) {
    FakePool pool{context_};
    pool.answers_submits = false;
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    EXPECT_FALSE(client_->awaits_answers());
    const SharedJob job = current_job();
    find_share(job, 7);
    ASSERT_TRUE(run_until([&] { return pool.count("mining.submit") == 1; }));
    EXPECT_TRUE(client_->awaits_answers());
    cancel_.emit(boost::asio::cancellation_type::terminal);
    ASSERT_TRUE(run_until([&] { return ended_; }));
    EXPECT_FALSE(client_->awaits_answers());
    find_share(job, 8);  // nobody has fetched it yet
    client_->abandon("the miner has stopped");
    EXPECT_EQ(statistics_.shares().lost, 2u);
}

TEST_F(stratum_client, a_reconnect_to_another_host_is_refused) {
    FakePool pool{context_};
    FakePool elsewhere{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    pool.send("{'id':null,'method':'client.reconnect','params':['localhost'," +
              std::to_string(elsewhere.port()) + ",0]}");
    find_share(current_job(), 1);
    ASSERT_TRUE(run_until([&] { return statistics_.shares().accepted == 1; }));
    EXPECT_EQ(pool.connections, 1);
    EXPECT_EQ(elsewhere.connections, 0);
}

TEST_F(stratum_client, a_reconnect_to_another_port_of_the_host_is_followed) {
    FakePool pool{context_};
    FakePool other_port{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    pool.send("{'id':null,'method':'client.reconnect','params':['127.0.0.1'," +
              std::to_string(other_port.port()) + ",0]}");
    ASSERT_TRUE(run_until([&] { return other_port.count("mining.authorize") == 1; }));
    EXPECT_EQ(pool.connections, 1);
}

TEST_F(stratum_client, a_line_without_end_is_cut_off) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    // More would block this one thread, which is the pool and the miner.
    const std::string piece(16 * 1024, 'x');
    for (std::size_t sent = 0; sent <= LineConnection::line_size_max && pool.connections == 1;
         sent += piece.size()) {
        pool.send_raw(piece);
        for (int i = 0; i < 100; ++i) {
            context_.poll_one();
        }
    }
    EXPECT_TRUE(run_until([&] { return pool.connections == 2; }));
}

TEST_F(stratum_client, gives_up_when_the_last_round_has_failed) {
    std::uint16_t dead_port = 0;
    {
        FakePool pool{context_};
        dead_port = pool.port();
        pool.close();
    }
    options_.retry.rounds_max = 2;
    start({dead_port});
    EXPECT_TRUE(run_until([&] { return ended_; }));
    EXPECT_FALSE(statistics_.snapshot(Clock::now()).connected);
}

TEST_F(stratum_client, says_why_it_gave_up) {
    const CapturedLog log;
    FakePool pool{context_};
    pool.refuses_login = true;
    options_.retry.rounds_max = 1;
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return ended_; }));
    EXPECT_THAT(log.text(), testing::AllOf(HasSubstr("no pool gave work in 1 round(s)"),
                                           HasSubstr("refused worker me.rig: no such worker")));
}

TEST_F(stratum_client, a_stop_while_it_connects_is_no_failure) {
    const CapturedLog log;
    const BlackHole pool{context_};
    start({pool.port()});
    for (int i = 0; i < 10; ++i) {
        context_.poll();
    }
    cancel_.emit(boost::asio::cancellation_type::terminal);
    ASSERT_TRUE(run_until([&] { return ended_; }));
    EXPECT_EQ(log.text(), "");
}

TEST_F(stratum_client, withdraws_the_work_of_a_session_that_the_pool_does_not_resume) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    pool.has_work = false;
    pool.extranonce1 = "00000009";
    pool.hang_up();
    ASSERT_TRUE(run_until([&] { return pool.count("mining.authorize") == 2; }));
    EXPECT_EQ(current_job(), nullptr);
}

TEST_F(stratum_client, goes_on_with_the_work_of_a_session_that_the_pool_resumes) {
    FakePool pool{context_};
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    pool.has_work = false;
    pool.hang_up();
    ASSERT_TRUE(run_until([&] { return pool.count("mining.authorize") == 2; }));
    EXPECT_NE(current_job(), nullptr);
}

TEST_F(stratum_client, the_protocol_dump_holds_no_password) {
    const CapturedLog log;
    FakePool pool{context_};
    options_.protocol_dump = true;
    start({pool.port()});
    ASSERT_TRUE(run_until([&] { return current_job() != nullptr; }));
    EXPECT_THAT(log.text(), HasSubstr(R"("mining.authorize","params":["me.rig","***"])"));
    EXPECT_THAT(log.text(), testing::Not(HasSubstr("secret-password")));
}

}  // namespace
}  // namespace sluice::miner
