#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <gmock/gmock.h>

namespace sluice::pool {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;
using ::testing::ElementsAre;

TEST_F(NodeSourceTest, delivers_a_first_template_as_a_new_block) {
    start(patient());
    expect_deliveries(1);
    EXPECT_EQ(deliveries_[0].change, TemplateChange::new_block);
    EXPECT_EQ(deliveries_[0].block_template->height, 101);
    ASSERT_TRUE(run_until([&] { return source_->status().connected; }));
    const SourceStatus status = source_->status();
    EXPECT_EQ(status.chain, "regtest");
    EXPECT_EQ(status.height, 101);
    EXPECT_THAT(status.deployments,
                ElementsAre(DeploymentStatus{.name = "csv", .bit = 0, .state = "started"}));
}

TEST_F(NodeSourceTest, asks_for_segwit_and_the_operators_extra_rules) {
    NodeOptions options = patient();
    options.extra_rules = {"mweb"};
    options.longpoll = false;
    start(options);
    expect_deliveries(1);
    EXPECT_EQ(last_template_params_, json::parse(R"([{"rules":["segwit","mweb"]}])"));
}

TEST_F(NodeSourceTest, longpoll_brings_a_new_block) {
    start(patient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    for (int height = 101; height <= 103; ++height) {
        move_tip(height);
        expect_deliveries(deliveries_.size() + 1);
        EXPECT_EQ(deliveries_.back().change, TemplateChange::new_block);
        EXPECT_EQ(deliveries_.back().block_template->height, height + 1);
    }
}

TEST_F(NodeSourceTest, polling_notices_a_new_block_where_the_node_has_no_longpoll) {
    offers_longpoll_ = false;
    start(impatient());
    expect_deliveries(1);
    move_tip(101);
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].change, TemplateChange::new_block);
    EXPECT_EQ(deliveries_[1].block_template->height, 102);
}

TEST_F(NodeSourceTest, polling_notices_a_new_block_while_longpoll_stays_silent) {
    start(impatient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    height_ = 101;
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].block_template->height, 102);
}

TEST_F(NodeSourceTest, polling_goes_on_where_longpoll_fails) {
    node_.on("getblocktemplate", [this](const json& params) {
        return params.at(0).contains("longpollid") ? test::rpc_error(-8, "Invalid longpoll ID.")
                                                   : test::result(template_reply());
    });
    start(impatient());
    expect_deliveries(1);
    move_tip(101);
    expect_deliveries(2);
    EXPECT_TRUE(run_until([&] { return source_->status().connected; }));
}

TEST_F(NodeSourceTest, a_longpoll_that_answers_at_once_is_not_asked_in_a_tight_loop) {
    node_.on("getblocktemplate", [this](const json&) { return test::result(template_reply()); });
    start(patient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    for (int i = 0; i < 50; ++i) {
        context_.poll();
    }
    EXPECT_EQ(node_.calls_of("getblocktemplate"), 2);
}

TEST_F(NodeSourceTest, a_reply_older_than_what_longpoll_brought_meanwhile_is_dropped) {
    NodeOptions options = patient();
    start(options);
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    // A fetch of the old tip is under way while longpoll brings the new one.
    json old_reply = template_reply();
    old_reply["coinbasevalue"] = 1;
    bool hold_fetches = true;
    bool answer_old = false;
    int fetches = 0;
    node_.on("getblocktemplate", [&](const json& params) {
        if (params.at(0).contains("longpollid")) {
            return params.at(0).at("longpollid") == "poll-" + std::to_string(height_)
                       ? test::held()
                       : test::result(template_reply());
        }
        ++fetches;
        if (answer_old) {
            answer_old = hold_fetches = false;
            return test::result(old_reply);
        }
        return hold_fetches ? test::held() : test::result(template_reply());
    });
    node_.on("submitblock", test::result("high-hash"));
    submit();
    ASSERT_TRUE(run_until([&] { return fetches == 1; }));
    move_tip(101);
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].block_template->height, 102);
    answer_old = true;
    node_.release();
    ASSERT_TRUE(run_until([&] { return !hold_fetches; }));
    const int after_old = fetches;
    ASSERT_TRUE(run_until([&] { return fetches > after_old; })) << "the tip is asked for again";
    EXPECT_EQ(deliveries_.size(), 2U) << "height " << deliveries_.back().block_template->height;
}

TEST_F(NodeSourceTest, fetches_a_fresh_template_while_no_block_comes) {
    NodeOptions options = impatient();
    options.longpoll = false;
    options.refresh_interval = milliseconds(1);
    start(options);
    expect_deliveries(3);
    EXPECT_EQ(deliveries_[1].change, TemplateChange::refresh);
    EXPECT_EQ(deliveries_[2].change, TemplateChange::refresh);
}

TEST_F(NodeSourceTest, a_template_is_delivered_again_only_with_news) {
    start(patient());
    expect_deliveries(1);
    node_.on("submitblock", test::result("high-hash"));
    submit();
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 3; }));
    node_.on("getblocktemplate", [this](const json&) {
        json reply = template_reply();
        reply["coinbasevalue"] = 5'000'000'001;
        return test::result(reply);
    });
    submit();
    expect_deliveries(2);
    EXPECT_EQ(deliveries_[1].block_template->coinbase_value, 5'000'000'001);
    EXPECT_EQ(deliveries_[1].change, TemplateChange::refresh);
}

TEST_F(NodeSourceTest, deployments_are_read_again_with_every_block) {
    start(patient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    node_.on("getblockchaininfo", test::result({{"chain", "regtest"}}));
    node_.on("getdeploymentinfo",
             test::result(json::parse(R"({"deployments":{"csv":{"bip9":{"status":"active"}}}})")));
    move_tip(101);
    ASSERT_TRUE(run_until([&] {
        const auto deployments = source_->status().deployments;
        return deployments.size() == 1 && deployments[0].state == "active";
    }));
}

TEST_F(NodeSourceTest, stop_ends_everything_so_that_the_context_runs_dry) {
    start(patient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    node_.on("submitblock", test::held());
    std::optional<BlockVerdict> verdict;
    test::start(context_, submitting(), verdict);
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") == 1; }));
    const std::size_t before = deliveries_.size();
    source_->stop();
    node_.kill();
    context_.restart();
    context_.run_for(test::patience);
    EXPECT_TRUE(context_.stopped()) << "work is left";
    ASSERT_TRUE(verdict);
    EXPECT_EQ(verdict->status, BlockStatus::pending);
    EXPECT_EQ(deliveries_.size(), before);
}

TEST_F(NodeSourceTest, may_be_destroyed_with_requests_in_flight) {
    start(patient());
    ASSERT_TRUE(run_until([&] { return node_.calls_of("getblocktemplate") == 2; }));
    std::optional<BlockVerdict> verdict;
    node_.on("submitblock", test::held());
    test::start(context_, submitting(), verdict);
    ASSERT_TRUE(run_until([&] { return node_.calls_of("submitblock") == 1; }));
    source_.reset();
    ASSERT_TRUE(run_until([&] { return verdict.has_value(); }));
    EXPECT_EQ(verdict->status, BlockStatus::pending);
}

}  // namespace
}  // namespace sluice::pool
