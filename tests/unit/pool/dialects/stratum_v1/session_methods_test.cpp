// The opening of a session and the rare methods, with the peculiarities of known miners.

#include "protocol/stratum_v1/limits.hpp"
#include "tests/unit/pool/dialects/stratum_v1/session_harness.hpp"

#include <gtest/gtest.h>

namespace sluice::pool::test {
namespace {

using std::chrono::seconds;

Json configure_params(const std::string& extensions, const std::string& options) {
    return Json::parse("[[" + extensions + "]," + options + "]");
}

Json ask_configure(SessionHarness& pool, const std::string& extensions,
                   const std::string& options) {
    return pool.ask("0", "mining.configure", configure_params(extensions, options))["result"];
}

std::vector<std::string> methods_of(const std::deque<Json>& lines) {
    std::vector<std::string> methods;
    for (const Json& line : lines) {
        methods.push_back(line.value("method", "reply"));
    }
    return methods;
}

TEST(session_methods, configure_subscribe_authorize_are_answered_in_turn) {
    SessionHarness pool;
    pool.send(R"({"id": 0, "method": "mining.configure",)"
              R"( "params": [["version-rolling"], {"version-rolling.mask": "ffffffff"}]})");
    auto lines = pool.take();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0], Json::parse(R"({"id":0,"error":null,"result":
        {"version-rolling":true,"version-rolling.mask":"1fffe000"}})"));
    pool.send(R"({"id": 1, "method": "mining.subscribe", "params": ["cgminer/4.13.1"]})");
    lines = pool.take();
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0]["result"], Json::parse(R"([[["mining.set_difficulty","3c6ef372fe94f82a"],
        ["mining.notify","3c6ef372fe94f82a"]],"7f4a7c15",4])"));
    pool.send(R"({"id": 2, "method": "mining.authorize", "params": ["alice.rig1", "x"]})");
    lines = pool.take();
    EXPECT_EQ(methods_of(lines),
              (std::vector<std::string>{"reply", "mining.set_difficulty", "mining.notify"}));
    EXPECT_EQ(lines[0], Json::parse(R"({"id":2,"error":null,"result":true})"));
    EXPECT_EQ(lines[2]["params"][8], true);
}

TEST(session_methods, authorize_before_subscribe_works_too) {
    SessionHarness pool;
    EXPECT_EQ(pool.ask("1", "mining.authorize", Json::array({worker_name}))["result"], true);
    pool.send(R"({"id": 2, "method": "mining.subscribe", "params": []})");
    EXPECT_EQ(methods_of(pool.take()),
              (std::vector<std::string>{"reply", "mining.set_difficulty", "mining.notify"}));
}

TEST(session_methods, work_waits_for_the_first_job) {
    SessionHarness pool;
    pool.services.job = nullptr;
    pool.ask("1", "mining.subscribe", Json::array());
    pool.ask("2", "mining.authorize", Json::array({worker_name}));
    EXPECT_TRUE(pool.take().empty());
    pool.publish(make_job());
    const auto lines = pool.take();
    EXPECT_EQ(methods_of(lines),
              (std::vector<std::string>{"mining.set_difficulty", "mining.notify"}));
    EXPECT_EQ(lines[1]["params"][8], true);
}

TEST(session_methods, second_subscribe_gets_the_same_extranonce) {
    SessionHarness pool;
    const Json first = pool.ask("1", "mining.subscribe", Json::array())["result"];
    EXPECT_EQ(pool.ask("2", "mining.subscribe", Json::array())["result"], first);
}

TEST(session_methods, subscribe_resumes_a_session_that_had_an_accepted_share) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(error_code(pool.submit(pool.solve())), 0);
    const Json first = pool.ask("1", "mining.subscribe", Json::array())["result"];
    const std::string session = first[0][1][1];
    pool.reconnect();
    EXPECT_EQ(pool.ask("1", "mining.subscribe", Json::array({"x", session}))["result"], first);
    pool.reconnect();
    EXPECT_EQ(pool.ask("1", "mining.subscribe", Json::array({"x", session}))["result"], first)
        << "though it had no share in between";
    for (const std::string unknown :
         {"ae6812eb4cd7735a302a8a9dd95cf71f", "EthereumStratum/1.0.0", "", "abcdef0200000005"}) {
        pool.reconnect();
        const Json fresh = pool.ask("1", "mining.subscribe", Json::array({"x", unknown}));
        EXPECT_NE(fresh["result"][1], first[1]) << unknown;
    }
}

TEST(session_methods, subscribe_resumes_no_session_that_had_none) {
    SessionHarness pool;
    pool.log_in();
    const Json first = pool.ask("1", "mining.subscribe", Json::array())["result"];
    const std::string session = first[0][1][1];
    pool.reconnect();
    const Json fresh = pool.ask("1", "mining.subscribe", Json::array({"x", session}))["result"];
    EXPECT_NE(fresh[0], first[0]);
}

TEST(session_methods, configure_answers_each_extension_asked_and_no_other) {
    SessionHarness pool;
    EXPECT_EQ(
        ask_configure(pool, R"("minimum-difficulty")", R"({"minimum-difficulty.value":2048})"),
        Json::parse(R"({"minimum-difficulty":true})"));
    EXPECT_EQ(ask_configure(pool, R"("info","version-rolling","x")",
                            R"({"info.hw-version":"t","version-rolling.mask":"1fffe000"})"),
              Json::parse(R"({"info":true,"version-rolling":true,"x":false,
                              "version-rolling.mask":"1fffe000"})"));
    EXPECT_EQ(
        ask_configure(pool, R"("version-rolling","minimum-difficulty","subscribe-extranonce")",
                      R"({"version-rolling.mask":"1fffe000",
                                "version-rolling.min-bit-count":16,"minimum-difficulty.value":1})"),
        Json::parse(R"({"version-rolling":true,"version-rolling.mask":"1fffe000",
                              "minimum-difficulty":true,"subscribe-extranonce":true})"));
}

TEST(session_methods, configure_agrees_on_the_common_mask) {
    SessionHarness pool;
    const auto mask = [&](const std::string& options) {
        return ask_configure(pool, R"("version-rolling")", options)
            .value("version-rolling.mask", "none");
    };
    EXPECT_EQ(mask(R"({"version-rolling.mask":"00c00000","version-rolling.min-bit-count":2})"),
              "00c00000");
    EXPECT_EQ(mask("{}"), "1fffe000");
    EXPECT_EQ(mask(R"({"version-rolling.mask":"1fffe000",
                       "version-rolling.min-bit-count":"00000010"})"),
              "1fffe000");
    EXPECT_EQ(mask(R"({"version-rolling.mask":"00c00000","version-rolling.min-bit-count":3})"),
              "none");
    EXPECT_EQ(mask(R"({"version-rolling.mask":"00000fff"})"), "none");
    EXPECT_EQ(pool.ask("1", "mining.configure", Json::parse(R"([["version-rolling"]])"))["result"],
              Json::parse(R"({"version-rolling":true,"version-rolling.mask":"1fffe000"})"));
}

TEST(session_methods, minimum_difficulty_is_a_floor) {
    SessionHarness pool;
    ask_configure(pool, R"("minimum-difficulty")", R"({"minimum-difficulty.value":0.5})");
    pool.ask("1", "mining.subscribe", Json::array());
    pool.ask("2", "mining.authorize", Json::array({worker_name, "d=0.25"}));
    EXPECT_EQ(pool.take_method("mining.set_difficulty")["params"], Json::array({0.5}));
}

TEST(session_methods, new_mask_of_the_pool_is_told_to_those_who_roll) {
    SessionHarness pool;
    pool.log_in();
    pool.publish(make_job({.id = 0x11, .version_mask = 0x00ff'e000}));
    EXPECT_EQ(methods_of(pool.take()), (std::vector<std::string>{"mining.notify"}));
    ask_configure(pool, R"("version-rolling")", R"({"version-rolling.mask":"ffffffff"})");
    pool.publish(make_job({.id = 0x12, .version_mask = 0x1fff'e000}));
    const auto lines = pool.take();
    EXPECT_EQ(methods_of(lines),
              (std::vector<std::string>{"mining.set_version_mask", "mining.notify"}));
    EXPECT_EQ(lines[0]["params"], Json::array({"1fffe000"}));
    pool.publish(make_job({.id = 0x13, .version_mask = 0x1fff'e000}));
    EXPECT_EQ(methods_of(pool.take()), (std::vector<std::string>{"mining.notify"}));
}

TEST(session_methods, new_mask_is_never_told_before_the_subscribe_reply) {
    SessionHarness pool;
    ask_configure(pool, R"("version-rolling")", R"({"version-rolling.mask":"ffffffff"})");
    pool.publish(make_job({.id = 0x11, .version_mask = 0x00ff'e000}));
    EXPECT_TRUE(pool.take().empty());
    pool.ask("1", "mining.subscribe", Json::array());
    EXPECT_TRUE(pool.take().empty());
    pool.ask("2", "mining.authorize", Json::array({worker_name}));
    EXPECT_EQ(methods_of(pool.take()),
              (std::vector<std::string>{"mining.set_version_mask", "mining.set_difficulty",
                                        "mining.notify"}));
}

TEST(session_methods, mask_narrowed_later_still_serves_shares_in_flight) {
    SessionHarness pool;
    ask_configure(pool, R"("version-rolling")", R"({"version-rolling.mask":"1fffe000"})");
    pool.log_in();
    ask_configure(pool, R"("version-rolling")", R"({"version-rolling.mask":"00ffe000"})");
    EXPECT_EQ(error_code(pool.submit(pool.solve({.version_bits = 0x1000'0000}))), 0);
    pool.publish(make_job({.id = 0x11}));
    EXPECT_EQ(error_code(pool.submit(pool.solve({.version_bits = 0x1000'0000}))), 20);
    EXPECT_EQ(error_code(pool.submit(pool.solve({.version_bits = 0x0080'0000}))), 0);
}

TEST(session_methods, every_session_writes_the_same_job_line) {
    SessionHarness pool;
    OutputQueue first_output;
    OutputQueue second_output;
    Session first(pool.services, pool.reader, first_output, "a", pool.clock);
    Session second(pool.services, pool.reader, second_output, "b", pool.clock);
    for (Session* session : {&first, &second}) {
        session->on_line(R"({"id":1,"method":"mining.subscribe"})", pool.clock);
        session->on_line(R"({"id":2,"method":"mining.authorize","params":["w"]})", pool.clock);
    }
    static_cast<void>(first_output.take());
    static_cast<void>(second_output.take());
    pool.services.set_job(make_job({.id = 0x11}));
    first.channel().on_job();
    second.channel().on_job();
    const auto of_first = first_output.take();
    const auto of_second = second_output.take();
    ASSERT_EQ(of_first.size(), 1U);
    ASSERT_EQ(of_second.size(), 1U);
    EXPECT_EQ(of_first[0].shared.get(), of_second[0].shared.get());
    EXPECT_EQ(of_first[0].text(), notify_line(*pool.services.job, false));
}

TEST(session_methods, ids_come_back_with_their_very_digits) {
    SessionHarness pool;
    const auto raw_reply = [&](const std::string& id) {
        OutputQueue output;
        Session session(pool.services, pool.reader, output, "a", pool.clock);
        session.on_line("{\"id\": " + id + ", \"method\": \"mining.ping\"}", pool.clock);
        return std::string(output.take().at(0).text());
    };
    for (const std::string id : {"0", "-1", "1.50", "9007199254740993", "\"auth\"", "\"\"",
                                 "123456789012345678901234567890"}) {
        EXPECT_EQ(raw_reply(id), "{\"id\":" + id + ",\"result\":\"pong\",\"error\":null}\n");
    }
}

TEST(session_methods, rare_methods_are_answered) {
    SessionHarness pool;
    pool.log_in();
    EXPECT_EQ(pool.ask("\"xnsub\"", "mining.extranonce.subscribe", Json::array())["result"], true);
    EXPECT_EQ(pool.ask("3", "mining.multi_version", Json::array({1}))["result"], true);
    EXPECT_EQ(pool.ask("\"txlist1\"", "mining.get_transactions", Json::array({"1"}))["result"],
              Json::array());
    EXPECT_EQ(pool.ask("3", "mining.ping", Json::array())["result"], "pong");
    EXPECT_EQ(error_code(pool.ask("3", "mining.no_such_thing", Json::array())), 20);
    EXPECT_EQ(error_code(pool.ask("3", "mining.suggest_difficulty(1000)", Json::array())), 20);
    EXPECT_EQ(error_code(pool.ask("3", "mining.hello", Json::object())), 20);
}

TEST(session_methods, notifications_and_replies_get_no_answer) {
    SessionHarness pool;
    pool.log_in();
    for (const std::string line :
         {R"({"method":"mining.suggest_difficulty","params":[0.00015]})",
          R"({"id":null,"method":"mining.capabilities","params":[{"notify":[],"malgo":{"a":{}}}]})",
          R"({"id":null,"method":"mining.no_such_thing"})",
          R"({"id":7,"result":"pong","error":null})"}) {
        pool.send(line);
        for (const Json& sent : pool.take()) {
            EXPECT_TRUE(sent.contains("method")) << line;
        }
    }
}

TEST(session_methods, names_that_cannot_be_shown_are_refused) {
    SessionHarness pool;
    for (const Json& name : {Json(std::string(192, 'a')), Json("\n\"<b>"), Json(""), Json(7)}) {
        EXPECT_EQ(error_code(pool.ask("1", "mining.authorize", Json::array({name, "x"}))), 20);
    }
    for (const std::string control : {"\x7f", "\u0080", "\u009b", "\u061c", "\u200e", "\u200f",
                                      "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069"}) {
        const Json reply = pool.ask("1", "mining.authorize", Json::array({"a" + control + "b"}));
        EXPECT_EQ(error_code(reply), 20) << control;
    }
    for (const std::string name :
         {"addr%2Eworker+1024", "\u00a0\u00e9\u4e2d\u05d0", "\u2027\u202f\u2065\u206a"}) {
        EXPECT_EQ(pool.ask("1", "mining.authorize", Json::array({name, "x"}))["result"], true);
    }
}

TEST(session_methods, workers_of_one_connection_are_limited) {
    SessionHarness pool;
    for (std::size_t i = 0; i < pool.options.workers_per_session_max; ++i) {
        pool.ask("1", "mining.authorize", Json::array({"w" + std::to_string(i)}));
    }
    EXPECT_EQ(error_code(pool.ask("1", "mining.authorize", Json::array({"one more"}))), 24);
    EXPECT_EQ(pool.ask("1", "mining.authorize", Json::array({"w0"}))["result"], true);
}

TEST(session_methods, malformed_lines_are_answered_and_end_a_session_that_sends_many) {
    SessionHarness pool;
    pool.log_in();
    for (const std::string& line :
         {std::string("{"), std::string("[]"), std::string(R"({"id":{"a":1},"method":"m"})"),
          R"({"id":5,"params":)" + std::string(5000, '[') + "}", std::string("\xf3\xff\x59"),
          std::string(R"({"id":1,"method":7})"), std::string(R"({"id":1})")}) {
        pool.send(line);
        const auto lines = pool.take();
        ASSERT_EQ(lines.size(), 1U) << line.substr(0, 40);
        EXPECT_EQ(error_code(lines[0]), 20);
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
    for (int i = 0; i < 20; ++i) {
        pool.send("junk");
    }
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::misbehaviour);
}

TEST(session_deadlines, silence_before_login_ends_the_session) {
    SessionHarness pool;
    pool.ask("1", "mining.subscribe", Json::array());
    pool.advance(pool.options.login_timeout - seconds(1));
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
    pool.advance(seconds(1));
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::login_timeout);
}

TEST(session_deadlines, any_line_counts_as_activity) {
    SessionHarness pool;
    pool.log_in();
    for (int i = 0; i < 5; ++i) {
        pool.advance(pool.options.idle_timeout - seconds(1));
        EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::none);
        pool.ask("3", "mining.ping", Json::array());
    }
    pool.advance(pool.options.idle_timeout);
    EXPECT_EQ(pool.channel().conduct().close_reason(), CloseReason::idle);
}

TEST(session_methods, names_the_pools_to_go_to_in_turn_when_the_work_is_withdrawn) {
    ServerOptions options = SessionHarness::easy_options();
    options.reconnect = {{"a.example.com", 3333}, {"b.example.com", 4444}};
    SessionHarness pool(options);
    pool.log_in();
    for (const auto& [host, port] : std::vector<std::pair<std::string, int>>{
             {"a.example.com", 3333}, {"b.example.com", 4444}, {"a.example.com", 3333}}) {
        pool.session().send_away();
        pool.commit();  // collects what was sent
        EXPECT_EQ(pool.take_method("client.reconnect")["params"], Json::array({host, port, 0}));
    }
}

}  // namespace
}  // namespace sluice::pool::test
