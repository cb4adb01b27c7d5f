#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>

namespace sluice::pool {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::HasSubstr;
using ::testing::Not;

TEST_F(NodeSourceTest, starts_while_the_node_is_down_and_goes_on_when_it_comes) {
    node_.kill();
    start(impatient());
    expect_detail("Connection refused");
    EXPECT_FALSE(source_->status().connected);
    node_.restart();
    expect_deliveries(1);
    EXPECT_TRUE(run_until([&] { return source_->status().connected; }));
}

TEST_F(NodeSourceTest, a_restart_of_the_node_is_survived_with_the_last_template_in_force) {
    start(impatient());
    expect_deliveries(1);
    ASSERT_TRUE(run_until([&] { return source_->status().connected; }));
    node_.kill();
    expect_detail("unreachable");
    EXPECT_EQ(deliveries_.size(), 1U);
    height_ = 105;
    node_.restart();
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].block_template->height, 106);
    EXPECT_TRUE(run_until([&] { return source_->status().connected; }));
    // Longpoll works again as well.
    ASSERT_TRUE(run_until([&] { return last_template_params_.at(0).contains("longpollid"); }));
}

TEST_F(NodeSourceTest, a_wrong_password_is_reported_without_the_password) {
    node_.require_authorization("Basic other");
    NodeOptions options = impatient();
    options.rpc.password = "secret";
    start(options);
    expect_detail("node.password");
    EXPECT_THAT(source_->status().detail, Not(HasSubstr("secret")));
    node_.require_authorization("");
    expect_deliveries(1);
}

TEST_F(NodeSourceTest, an_error_of_the_node_is_reported_until_it_is_over) {
    const std::pair<int, const char*> cases[] = {{-28, "is starting"},
                                                 {-9, "no peers"},
                                                 {-10, "initial block download"},
                                                 {-8, "node.extra_rules"}};
    node_.on("getblocktemplate", test::rpc_error(-28, "Loading block index..."));
    start(impatient());
    for (const auto& [code, text] : cases) {
        node_.on("getblocktemplate", test::rpc_error(code, "its words"));
        expect_detail(text);
    }
    node_.on("getblocktemplate", [this](const json&) { return test::result(template_reply()); });
    expect_deliveries(1);
}

TEST_F(NodeSourceTest, a_template_lacking_a_field_is_named_and_the_last_good_one_kept) {
    NodeOptions options = impatient();
    options.longpoll = false;
    options.refresh_interval = milliseconds(1);
    start(options);
    expect_deliveries(1);
    node_.on("getblocktemplate", [this](const json&) {
        json reply = template_reply();
        reply.erase("coinbasevalue");
        return test::result(reply);
    });
    expect_detail("coinbasevalue");
    EXPECT_THAT(source_->status().detail, HasSubstr("cannot be used"));
    EXPECT_FALSE(source_->status().connected);
    const std::size_t before = deliveries_.size();
    const int calls = node_.calls_of("getblocktemplate");
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") > calls + 3; }));
    EXPECT_EQ(deliveries_.size(), before);
}

TEST_F(NodeSourceTest, a_huge_answer_is_reported) {
    NodeOptions options = impatient();
    options.rpc.response_bytes_max = 500;
    start(options);
    expect_detail("over the limit: 500 bytes");
    EXPECT_TRUE(deliveries_.empty());
}

TEST_F(NodeSourceTest, a_node_on_another_chain_gives_no_work) {
    NodeOptions options = impatient();
    options.network = "main";
    start(options);
    expect_detail("is on chain \"regtest\", but pool.network is \"main\"");
    EXPECT_TRUE(deliveries_.empty());
    EXPECT_EQ(node_.calls_of("getblocktemplate"), 0);
}

TEST_F(NodeSourceTest, a_node_cannot_begin_a_log_line_of_its_own) {
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    node_.on("getblockchaininfo", [](const json&) {
        return test::result({{"chain", "regtest\ncritical \x1b[31mforged"}});
    });
    start(impatient());
    expect_detail("is on chain");
    spdlog::set_default_logger(before);
    EXPECT_THAT(log.str(), HasSubstr("regtest critical  [31mforged"));
}

TEST_F(NodeSourceTest, a_node_that_comes_back_with_another_first_block_gives_no_work) {
    start(impatient());
    expect_deliveries(1);
    ASSERT_TRUE(run_until([&] { return source_->status().connected; }));
    genesis_ = std::string(64, '2');
    move_tip(101);
    expect_detail("another chain than before: its block 0 is 2222");
    EXPECT_FALSE(source_->status().connected);
}

TEST_F(NodeSourceTest, a_node_that_hides_its_first_block_is_taken_at_its_word) {
    for (const auto& answer : {test::rpc_error(-32601, "Method not found"), test::plain(403, "")}) {
        node_.on("getblockhash", answer);
        start(impatient());
        expect_deliveries(deliveries_.size() + 1);
        source_.reset();
    }
    node_.on("getblockhash", test::result(7));
    start(impatient());
    expect_detail("expected 64 hex digits");
}

TEST_F(NodeSourceTest, an_unclear_answer_to_a_block_leaves_it_undecided) {
    start(impatient());
    expect_deliveries(1);
    std::optional<BlockVerdict> verdict;
    node_.on("submitblock", test::result({{"chain", "regtest"}}));
    test::start(context_, submitting(), verdict);
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") >= 3; }));
    EXPECT_FALSE(verdict);
    node_.on("submitblock", test::plain(200, R"({"result":"high-hash","error":null,"id":0})"));
    const int calls = node_.calls_of("submitblock");
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") >= calls + 3; }));
    EXPECT_FALSE(verdict) << "the answer to another request";
    node_.on("submitblock", test::result(nullptr));
    ASSERT_TRUE(run_until([&] { return verdict.has_value(); }));
    EXPECT_EQ(verdict->status, BlockStatus::accepted);
}

TEST_F(NodeSourceTest, a_problem_that_names_a_huge_member_is_told_in_part) {
    node_.on("getblocktemplate", [this](const json&) {
        json reply = template_reply();
        reply["coinbaseaux"] = {{std::string(1'000'000, 'x') + "\n", 7}};
        return test::result(reply);
    });
    start(impatient());
    expect_detail("cannot be used");
    EXPECT_LE(source_->status().detail.size(), 600U);
}

}  // namespace
}  // namespace sluice::pool
