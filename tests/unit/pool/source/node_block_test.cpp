#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <gmock/gmock.h>

namespace sluice::pool {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

TEST_F(NodeSourceTest, a_block_gets_the_nodes_verdict) {
    start(patient());
    expect_deliveries(1);
    json seen;
    node_.on("submitblock", [&](const json& params) {
        seen = params;
        return test::result(nullptr);
    });
    EXPECT_EQ(submit(), (BlockVerdict{BlockStatus::accepted, {}}));
    EXPECT_EQ(seen, json::array({"abcd"}));
    node_.on("submitblock", test::result("high-hash"));
    EXPECT_EQ(submit(), (BlockVerdict{BlockStatus::rejected, "high-hash"}));
}

TEST_F(NodeSourceTest, a_block_that_the_node_has_is_judged_by_its_place_in_the_chain) {
    start(patient());
    expect_deliveries(1);
    for (const char* reason : {"duplicate", "inconclusive"}) {
        node_.on("submitblock", test::result(reason));
        node_.on("getblockheader", test::result({{"confirmations", 3}}));
        EXPECT_EQ(submit(), (BlockVerdict{BlockStatus::accepted, reason}));
        node_.on("getblockheader", test::result({{"confirmations", -1}}));
        EXPECT_EQ(submit(), (BlockVerdict{BlockStatus::orphaned, reason}));
    }
}

TEST_F(NodeSourceTest, tells_where_a_block_stands) {
    start(patient());
    expect_deliveries(1);
    const auto standing = [this] {
        return test::wait_for(context_, source_->standing_of(protocol::Hash256{}));
    };
    EXPECT_EQ(standing(), BlockStatus::pending) << "the node does not know it";
    json seen;
    node_.on("getblockheader", [&](const json& params) {
        seen = params;
        return test::result({{"confirmations", -1}});
    });
    EXPECT_EQ(standing(), BlockStatus::orphaned);
    EXPECT_EQ(seen, json::array({std::string(64, '0')}));
}

TEST_F(NodeSourceTest, a_block_is_submitted_again_until_a_node_that_catches_up_can_judge_it) {
    start(impatient());
    expect_deliveries(1);
    node_.on("getblockheader", test::rpc_error(-5, "Block not found"));
    for (const char* reason : {"prev-blk-not-found", "inconclusive"}) {
        node_.on("submitblock", test::result(reason));
        std::optional<BlockVerdict> verdict;
        test::start(context_, submitting(), verdict);
        const int calls = node_.calls_of("submitblock");
        ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") >= calls + 3; }));
        EXPECT_FALSE(verdict) << reason;
        node_.on("submitblock", test::result(nullptr));
        ASSERT_TRUE(run_until([&] { return verdict.has_value(); }));
        EXPECT_EQ(verdict->status, BlockStatus::accepted) << reason;
    }
}

TEST_F(NodeSourceTest, an_undecodable_block_is_rejected_and_an_unknown_error_decides_nothing) {
    start(impatient());
    expect_deliveries(1);
    node_.on("submitblock", test::rpc_error(-22, "Block decode failed"));
    const BlockVerdict rejected = submit();
    EXPECT_EQ(rejected.status, BlockStatus::rejected);
    EXPECT_THAT(rejected.reason, HasSubstr("Block decode failed"));
    node_.on("submitblock", test::rpc_error(-32603, "Internal error"));
    std::optional<BlockVerdict> verdict;
    test::start(context_, submitting(), verdict);
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") >= 3; }));
    EXPECT_FALSE(verdict);
    node_.on("submitblock", test::result(nullptr));
    ASSERT_TRUE(run_until([&] { return verdict.has_value(); }));
}

TEST_F(NodeSourceTest, a_submitted_block_brings_the_next_template_at_once) {
    NodeOptions options = patient();
    options.longpoll = false;
    start(options);
    expect_deliveries(1);
    node_.on("submitblock", [this](const json&) {
        height_ = 101;
        return test::result(nullptr);
    });
    EXPECT_EQ(submit().status, BlockStatus::accepted);
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].change, TemplateChange::new_block);
}

TEST_F(NodeSourceTest, a_block_found_while_the_node_is_down_is_submitted_when_it_is_back) {
    start(impatient());
    expect_deliveries(1);
    node_.kill();
    std::optional<BlockVerdict> verdict;
    test::start(context_, submitting(), verdict);
    expect_detail("unreachable");
    EXPECT_FALSE(verdict);
    node_.on("submitblock", test::rpc_error(-28, "Loading block index..."));
    node_.restart();
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") >= 2; }));
    EXPECT_FALSE(verdict);
    node_.on("submitblock", test::result(nullptr));
    ASSERT_TRUE(run_until([&] { return verdict.has_value(); }));
    EXPECT_EQ(verdict->status, BlockStatus::accepted);
}

TEST_F(NodeSourceTest, a_block_that_nobody_judges_is_handed_back_undecided) {
    node_.kill();
    NodeOptions options = impatient();
    options.submit_attempts_max = 3;
    start(options);
    const BlockVerdict verdict = submit();
    EXPECT_EQ(verdict.status, BlockStatus::pending);
    EXPECT_THAT(verdict.reason, HasSubstr("unreachable"));
}

}  // namespace
}  // namespace sluice::pool
