#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <gmock/gmock.h>

namespace sluice::pool {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

class NodeLongpollTest : public NodeSourceTest {
protected:
    /// Runs until polling has asked for the best block a few times more.
    void expect_polls() {
        const int before = node_.calls_of("getbestblockhash");
        ASSERT_TRUE(run_until([&] { return node_.calls_of("getbestblockhash") >= before + 5; }));
    }
    void expect_longpolls(int count) {
        ASSERT_TRUE(run_until([&] { return longpolls_asked_ >= count; })) << longpolls_asked_;
    }
};

TEST_F(NodeLongpollTest, is_not_asked_while_the_node_holds_another_one) {
    templates_held_elsewhere_ = 1;
    start(impatient());
    expect_deliveries(1);
    expect_polls();
    EXPECT_EQ(longpolls_asked_, 0);
    move_tip(101);
    expect_deliveries(2);
    EXPECT_EQ(longpolls_asked_, 0);
    templates_held_elsewhere_ = 0;
    expect_longpolls(1);
}

TEST_F(NodeLongpollTest, ten_restarts_leave_one_longpoll_at_the_node) {
    // The node goes on holding what a stopped pool has asked for.
    node_.on("getrpcinfo", [this](const json&) {
        json commands = json::array({{{"method", "getrpcinfo"}}});
        for (int i = 0; i < longpolls_asked_; ++i) {
            commands.push_back({{"method", "getblocktemplate"}});
        }
        return test::result({{"active_commands", std::move(commands)}});
    });
    for (int run = 0; run < 10; ++run) {
        start(impatient());
        expect_polls();
        source_.reset();
    }
    EXPECT_EQ(longpolls_asked_, 1);
}

TEST_F(NodeLongpollTest, is_not_asked_where_the_node_cannot_tell_what_it_holds) {
    const std::vector<test::FakeReply> answers{
        test::rpc_error(-32601, "Method not found"), test::plain(403, ""), test::result(nullptr),
        test::result({{"active_commands", json::array()}}),
        test::result({{"active_commands", {{"method", "getrpcinfo"}}}})};
    for (const test::FakeReply& answer : answers) {
        node_.on("getrpcinfo", answer);
        start(impatient());
        expect_polls();
        move_tip(height_ + 1);
        expect_deliveries(deliveries_.size() + 1);
        EXPECT_EQ(longpolls_asked_, 0);
        source_.reset();
    }
}

TEST_F(NodeLongpollTest, is_not_sent_again_unasked_when_its_connection_breaks) {
    start(impatient());
    expect_longpolls(1);
    templates_held_elsewhere_ = 1;
    node_.drop_connections();
    expect_polls();
    EXPECT_EQ(longpolls_asked_, 1);
    templates_held_elsewhere_ = 0;
    expect_longpolls(2);
}

TEST_F(NodeLongpollTest, is_ended_when_it_stays_silent_after_a_new_block) {
    NodeOptions options = impatient();
    options.longpoll_overdue_after = milliseconds(0);
    start(options);
    expect_longpolls(1);
    expect_polls();
    EXPECT_EQ(longpolls_asked_, 1) << "the chain stands still";
    height_ = 101;
    expect_deliveries(2);
    expect_longpolls(2);
}

TEST_F(NodeLongpollTest, polling_is_quicker_while_none_is_held) {
    NodeOptions options = patient();
    options.poll_interval_without_longpoll = milliseconds(1);
    templates_held_elsewhere_ = 1;
    start(options);
    expect_deliveries(1);
    move_tip(101);
    expect_deliveries(2);
    options.longpoll = false;
    source_.reset();
    start(options);
    expect_deliveries(3);
    move_tip(102);
    for (int i = 0; i < 50; ++i) {
        context_.poll();
    }
    EXPECT_EQ(deliveries_.size(), 3U) << "without longpoll the operator's interval counts";
}

}  // namespace
}  // namespace sluice::pool
