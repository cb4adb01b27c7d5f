#include "session_driver.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::miner {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using testing::HasSubstr;

class ClientSessionTest : public testing::Test, protected SessionDriver {};
using client_session = ClientSessionTest;

TEST_F(client_session, opens_with_configure_and_subscribe) {
    connect();
    const auto requests = sent();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].at("method"), "mining.configure");
    EXPECT_EQ(requests[0].at("params"),
              json::parse(R"([["version-rolling"],{"version-rolling.mask":"1fffe000",
                              "version-rolling.min-bit-count":2}])"));
    EXPECT_EQ(requests[1].at("method"), "mining.subscribe");
    EXPECT_EQ(requests[1].at("params"), json::array({"sluice-miner/test"}));
}

TEST_F(client_session, authorizes_after_the_subscription_and_hides_the_password) {
    connect();
    (void)sent();
    receive(reply(2, "[[['mining.notify','s1']],'aabbccdd',4]"));
    const auto lines = take<SendLine>();
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_THAT(lines[0].line, HasSubstr(R"("params":["me.rig","secret"])"));
    EXPECT_THAT(lines[0].shown, testing::Not(HasSubstr("secret")));
}

TEST_F(client_session, suggests_a_difficulty_when_told_to) {
    SessionSettings settings = default_settings();
    settings.suggest_difficulty = protocol::Difficulty{512};
    SessionDriver driver{settings};
    driver.log_in();
    const auto requests = driver.sent();
    ASSERT_EQ(requests.size(), 2u);
    EXPECT_EQ(requests[0].at("method"), "mining.extranonce.subscribe");
    EXPECT_EQ(requests[1].at("method"), "mining.suggest_difficulty");
    EXPECT_EQ(requests[1].at("params"), json::array({512}));
}

TEST_F(client_session, a_notify_becomes_a_job_under_the_sessions_terms) {
    log_in();
    set_difficulty("0.5");
    notify("j1", true);
    const auto jobs = take<StartJob>();
    ASSERT_EQ(jobs.size(), 1u);
    EXPECT_TRUE(jobs[0].new_block);
    const MiningJob& job = *jobs[0].job;
    EXPECT_EQ(job.notify.job_id, "j1");
    EXPECT_EQ(job.extranonce1, (Bytes{0xaa, 0xbb, 0xcc, 0xdd}));
    EXPECT_EQ(job.extranonce2_size, 4u);
    EXPECT_EQ(job.version_mask, 0x1fffe000u);
    EXPECT_EQ(job.target, protocol::share_target({0.5}));
    EXPECT_TRUE(session().working());
}

TEST_F(client_session, the_algorithms_share_unit_scales_the_target) {
    SessionSettings settings = default_settings();
    settings.share_difficulty_unit = 65536;
    SessionDriver driver{settings};
    driver.log_in();
    driver.set_difficulty("512");
    driver.notify("j1");
    EXPECT_EQ(driver.last_job()->target, protocol::share_target({512}, 65536));
}

TEST_F(client_session, a_pool_without_version_rolling_gives_jobs_without_a_mask) {
    for (const char* answer : {"{'id':1,'result':null,'error':[20,'unknown method',null]}",
                               "{'id':1,'result':{'version-rolling':false},'error':null}",
                               "{'id':1,'result':{'version-rolling':true,"
                               "'version-rolling.mask':'00000000'},'error':null}"}) {
        SessionDriver driver;
        driver.connect();
        driver.receive(answer);
        driver.receive(reply(2, "[[['mining.notify','s1']],'aabbccdd',4]"));
        driver.receive(reply(3, "true"));
        driver.notify("j1");
        const SharedJob job = driver.last_job();
        ASSERT_NE(job, nullptr);
        EXPECT_EQ(job->version_mask, std::nullopt) << answer;
    }
}

TEST_F(client_session, takes_a_mask_only_within_the_one_it_asked_for) {
    connect();
    receive(reply(1, "{'version-rolling':true,'version-rolling.mask':'ffffffff'}"));
    receive(reply(2, "[[['mining.notify','s1']],'aabbccdd',4]"));
    notify("j1");
    EXPECT_EQ(last_job()->version_mask, 0x1fffe000u);
}

TEST_F(client_session, new_terms_hold_from_the_next_job) {
    log_in();
    notify("j1");
    receive("{'id':null,'method':'mining.set_extranonce','params':['0102',8]}");
    receive("{'id':null,'method':'mining.set_version_mask','params':['00006000']}");
    set_difficulty("64");
    const SharedJob first = last_job();
    EXPECT_EQ(first->extranonce2_size, 4u);
    notify("j2");
    const SharedJob second = last_job();
    EXPECT_EQ(second->extranonce1, (Bytes{1, 2}));
    EXPECT_EQ(second->extranonce2_size, 8u);
    EXPECT_EQ(second->version_mask, 0x6000u);
    EXPECT_EQ(second->difficulty.value, 64);
    EXPECT_EQ(first->difficulty.value, 1);
}

TEST_F(client_session, a_difficulty_sent_before_the_subscription_is_answered_holds) {
    log_in();
    set_difficulty("64");
    notify("j1");
    session().disconnected();
    (void)sent();
    connect();
    set_difficulty("64");
    receive(reply(sent().at(1).at("id"), "[[],'00000001',4]"));  // not resumed
    receive(reply(sent().at(0).at("id"), "true"));
    notify("j2");
    EXPECT_EQ(last_job()->difficulty.value, 64);
}

TEST_F(client_session, the_same_difficulty_again_starts_no_job) {
    log_in();
    set_difficulty("64");
    notify("j1");
    (void)last_job();
    set_difficulty("64");
    advance(21s);
    EXPECT_EQ(last_job(), nullptr);
}

TEST_F(client_session, a_difficulty_that_no_job_follows_is_applied_after_a_while) {
    log_in();
    notify("j1");
    set_difficulty("64");
    (void)last_job();
    advance(19s);
    EXPECT_EQ(last_job(), nullptr);
    advance(1s);
    const SharedJob job = last_job();
    ASSERT_NE(job, nullptr);
    EXPECT_EQ(job->notify.job_id, "j1");
    EXPECT_EQ(job->difficulty.value, 64);
}

TEST_F(client_session, ids_may_come_back_as_text) {
    connect();
    receive("{'id':'2','result':[[],'aabbccdd',4],'error':null}");
    EXPECT_EQ(take<SendLine>().size(), 3u);
}

TEST_F(client_session, a_subscription_may_lack_its_list) {
    connect();
    (void)sent();
    receive("{'id':2,'result':[null,'aabbccdd',4],'error':null}");
    EXPECT_EQ(sent().size(), 1u);
}

TEST_F(client_session, answers_get_version_and_ping) {
    log_in();
    (void)sent();
    receive("{'id':77,'method':'client.get_version','params':[]}");
    receive("{'id':'p','method':'mining.ping','params':[]}");
    const auto replies = sent();
    ASSERT_EQ(replies.size(), 2u);
    EXPECT_EQ(replies[0].at("id"), 77);
    EXPECT_EQ(replies[0].at("result"), "sluice-miner/test");
    EXPECT_EQ(replies[1].at("id"), "p");
    EXPECT_EQ(replies[1].at("result"), "pong");
}

TEST_F(client_session, shows_a_pools_message_without_its_control_characters) {
    log_in();
    (void)take<Announce>();
    receive("{'id':null,'method':'client.show_message','params':['hi\\u001b[2J\\n']}");
    const auto announced = take<Announce>();
    ASSERT_EQ(announced.size(), 1u);
    EXPECT_EQ(announced[0].text, "message from the pool: hi?[2J?");
}

TEST_F(client_session, reconnects_to_its_own_host) {
    log_in();
    receive("{'id':null,'method':'client.reconnect','params':['POOL.example','3334',5]}");
    const auto ends = take<EndConnection>();
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_TRUE(ends[0].intended);
    EXPECT_EQ(ends[0].port, 3334);
    EXPECT_EQ(ends[0].wait, 5s);
}

TEST_F(client_session, reconnects_to_the_same_place_when_none_is_named) {
    log_in();
    receive("{'id':null,'method':'client.reconnect','params':[]}");
    const auto ends = take<EndConnection>();
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_EQ(ends[0].port, 0);
    EXPECT_EQ(ends[0].wait, 1s);  // never in a tight loop
}

TEST_F(client_session, refuses_to_reconnect_to_another_host) {
    log_in();
    (void)take<Announce>();
    receive("{'id':null,'method':'client.reconnect','params':['evil.example',3333,0]}");
    EXPECT_TRUE(take<EndConnection>().empty());
    const auto announced = take<Announce>();
    ASSERT_EQ(announced.size(), 1u);
    EXPECT_EQ(announced[0].level, Announce::Level::warning);
    EXPECT_THAT(announced[0].text, HasSubstr("evil.example"));
}

TEST_F(client_session, a_refused_worker_ends_the_connection) {
    connect();
    receive(reply(2, "[[],'aabbccdd',4]"));
    receive("{'id':3,'result':false,'error':[24,'no such worker',null]}");
    const auto ends = take<EndConnection>();
    ASSERT_EQ(ends.size(), 1u);
    EXPECT_THAT(ends[0].reason, testing::AllOf(HasSubstr("me.rig"), HasSubstr("no such worker")));
}

TEST_F(client_session, a_subscription_it_cannot_work_with_ends_the_connection) {
    for (const char* result : {"null", "[[],'zz',4]", "[[],'aabb',9]", "[[],'aabb',0]", "[]"}) {
        SessionDriver driver;
        driver.connect();
        driver.receive(reply(2, result));
        EXPECT_EQ(driver.take<EndConnection>().size(), 1u) << result;
    }
}

TEST_F(client_session, survives_a_little_garbage_and_leaves_after_much) {
    log_in();
    notify("j1");
    for (const char* garbage : {"HTTP/1.1 400 Bad Request", "{}", "[]", "\x16\x03\x01",
                                "{'id':", "{'id':null,'method':'mining.notify','params':[]}",
                                "{'id':null,'method':'mining.set_difficulty','params':[0]}"}) {
        receive(garbage);
        EXPECT_TRUE(take<EndConnection>().empty());
    }
    for (int i = 0; i < ClientSession::garbage_max; ++i) {
        receive("garbage");
    }
    EXPECT_FALSE(take<EndConnection>().empty());
}

TEST_F(client_session, an_unreadable_line_is_shown_in_part_and_printable) {
    log_in();
    (void)take<Announce>();
    receive("HTTP/1.1 400 Bad Request\x1b[2J" + std::string(100000, 'x'));
    receive("{'id':null,'method':'mining.notify','params':['j',7]}");
    const auto announced = take<Announce>();
    ASSERT_EQ(announced.size(), 2u);
    EXPECT_THAT(announced[0].text, HasSubstr("Not valid JSON: \"HTTP/1.1 400 Bad Request?[2Jxx"));
    EXPECT_LT(announced[0].text.size(), 200u);
    EXPECT_THAT(announced[1].text, HasSubstr("mining.notify: "));
    EXPECT_THAT(announced[1].text, HasSubstr("\"params\":[\"j\",7]"));
}

TEST_F(client_session, a_bad_subscription_names_the_part_that_is_wrong) {
    connect();
    receive(reply(2, "[[],'aabb',9]"));
    EXPECT_THAT(take<EndConnection>().at(0).reason, HasSubstr("extranonce2_size is 9"));
}

TEST_F(client_session, a_numeric_job_id_goes_back_as_a_number) {
    log_in();
    (void)sent();
    receive("{'id':null,'method':'mining.notify','params':[17,'" + std::string(64, '1') +
            "','01','02',[],'20000000','1d00ffff','65000000']}");
    find(share_of(last_job()));
    EXPECT_EQ(sent().at(0).at("params").at(1), 17);
}

TEST_F(client_session, blank_lines_and_unknown_methods_do_no_harm) {
    log_in();
    (void)sent();
    for (int i = 0; i < 50; ++i) {
        receive("");
        receive(" \r");
        receive("{'id':null,'method':'mining.unheard_of','params':[1]}");
    }
    EXPECT_TRUE(take<EndConnection>().empty());
    EXPECT_TRUE(sent().empty());
}

TEST_F(client_session, the_last_work_before_the_subscription_is_answered_starts_with_it) {
    connect();
    set_difficulty("0.5");
    notify("j0");
    notify("j1");
    EXPECT_EQ(last_job(), nullptr);
    receive(reply(2, "[[['mining.notify','s1']],'aabbccdd',4]"));
    const SharedJob job = last_job();
    ASSERT_NE(job, nullptr);
    EXPECT_EQ(job->notify.job_id, "j1");
    EXPECT_EQ(job->extranonce1, (Bytes{0xaa, 0xbb, 0xcc, 0xdd}));
    EXPECT_EQ(job->difficulty.value, 0.5);
}

TEST_F(client_session, work_of_a_connection_that_ended_before_its_subscription_is_forgotten) {
    connect();
    notify("j0");
    session().disconnected();
    (void)sent();
    log_in();
    EXPECT_EQ(last_job(), nullptr);
}

TEST_F(client_session, work_of_a_session_that_was_not_resumed_is_withdrawn) {
    log_in();
    notify("j1");
    (void)take<WithdrawWork>();
    session().disconnected();
    (void)sent();
    log_in();  // resumed
    EXPECT_TRUE(take<WithdrawWork>().empty());
    EXPECT_TRUE(session().resumable());
    session().disconnected();
    (void)sent();
    log_in("00000001", "s2");
    EXPECT_EQ(take<WithdrawWork>().size(), 1u);
}

TEST_F(client_session, an_unanswered_handshake_ends_the_connection) {
    connect();
    advance(14s);
    EXPECT_TRUE(take<EndConnection>().empty());
    advance(1s);
    EXPECT_THAT(take<EndConnection>().at(0).reason, HasSubstr("mining.subscribe"));

    SessionDriver driver;
    driver.connect();
    driver.receive(reply(2, "[[],'aabbccdd',4]"));
    driver.advance(15s);
    EXPECT_THAT(driver.take<EndConnection>().at(0).reason, HasSubstr("mining.authorize"));
}

TEST_F(client_session, a_pool_without_work_is_left) {
    log_in();
    advance(ClientSession::first_job_timeout);
    EXPECT_THAT(take<EndConnection>().at(0).reason, HasSubstr("no work"));
}

TEST_F(client_session, a_silent_pool_is_left) {
    log_in();
    notify("j1");
    advance(119s);
    EXPECT_TRUE(take<EndConnection>().empty());
    advance(1s);
    EXPECT_THAT(take<EndConnection>().at(0).reason, HasSubstr("silent"));
}

}  // namespace
}  // namespace sluice::miner
