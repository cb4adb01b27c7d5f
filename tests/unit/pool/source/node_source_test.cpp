#include "tests/unit/pool/source/node_source_test.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

namespace sluice::pool {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::milliseconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

NodeSourceTest::NodeSourceTest() {
    node_.on("getblockchaininfo", [this](const json&) {
        const json csv{{"status", "started"}, {"bit", 0}};
        return test::result(
            {{"chain", "regtest"}, {"blocks", height_}, {"bip9_softforks", {{"csv", csv}}}});
    });
    node_.on("getbestblockhash", [this](const json&) { return test::result(tip_hash(height_)); });
    node_.on("getblocktemplate", [this](const json& params) {
        last_template_params_ = params;
        const json& request = params.at(0);
        const bool waits = request.contains("longpollid") &&
                           request.at("longpollid") == "poll-" + std::to_string(height_);
        return waits ? test::held() : test::result(template_reply());
    });
}

NodeOptions NodeSourceTest::impatient() const {
    NodeOptions options;
    options.rpc = node_.rpc_options();
    options.network = "regtest";
    options.poll_interval = milliseconds(1);
    options.retry_min = milliseconds(1);
    options.retry_max = milliseconds(1);
    return options;
}

NodeOptions NodeSourceTest::patient() const {
    NodeOptions options = impatient();
    options.poll_interval = hours(1);
    options.refresh_interval = hours(1);
    options.retry_min = hours(1);
    options.retry_max = hours(1);
    return options;
}

void NodeSourceTest::start(const NodeOptions& options) {
    source_ = std::make_unique<NodeSource>(context_.get_executor(), options);
    source_->start([this](auto block_template, TemplateChange change) {
        deliveries_.push_back({std::move(block_template), change});
    });
}

void NodeSourceTest::expect_deliveries(std::size_t count) {
    ASSERT_TRUE(run_until([&] { return deliveries_.size() >= count; }))
        << deliveries_.size() << " templates; " << source_->status().detail;
}

void NodeSourceTest::expect_detail(const std::string& text) {
    ASSERT_TRUE(run_until([&] { return source_->status().detail.find(text) != std::string::npos; }))
        << source_->status().detail;
}

boost::asio::awaitable<BlockVerdict> NodeSourceTest::submitting() {
    return source_->submit_block({0xab, 0xcd}, {});
}

json NodeSourceTest::template_reply() const {
    std::ifstream in(std::filesystem::path(SLUICE_VECTORS_DIR) / "gbt/knots-regtest-height2.json");
    json reply = json::parse(in);
    reply["previousblockhash"] = tip_hash(height_);
    reply["height"] = height_ + 1;
    reply.erase("longpollid");
    if (offers_longpoll_) {
        reply["longpollid"] = "poll-" + std::to_string(height_);
    }
    return reply;
}

void NodeSourceTest::move_tip(int height) {
    height_ = height;
    node_.release();
}

std::string NodeSourceTest::tip_hash(int height) {
    const std::string digits = std::to_string(height);
    return std::string(64 - digits.size(), '0') + digits;
}

namespace {

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

TEST_F(NodeSourceTest, a_block_gets_the_nodes_verdict) {
    start(patient());
    expect_deliveries(1);
    json seen;
    node_.on("submitblock", [&](const json& params) {
        seen = params;
        return test::result(nullptr);
    });
    EXPECT_EQ(submit(), (BlockVerdict{BlockOutcome::accepted, {}}));
    EXPECT_EQ(seen, json::array({"abcd"}));
    node_.on("submitblock", test::result("high-hash"));
    EXPECT_EQ(submit(), (BlockVerdict{BlockOutcome::rejected, "high-hash"}));
}

TEST_F(NodeSourceTest, a_block_that_the_node_has_is_judged_by_its_place_in_the_chain) {
    start(patient());
    expect_deliveries(1);
    for (const char* reason : {"duplicate", "inconclusive"}) {
        node_.on("submitblock", test::result(reason));
        node_.on("getblockheader", test::result({{"confirmations", 3}}));
        EXPECT_EQ(submit(), (BlockVerdict{BlockOutcome::accepted, reason}));
        node_.on("getblockheader", test::result({{"confirmations", -1}}));
        EXPECT_EQ(submit(), (BlockVerdict{BlockOutcome::orphaned, reason}));
    }
}

TEST_F(NodeSourceTest, tells_where_a_block_stands) {
    start(patient());
    expect_deliveries(1);
    const auto standing = [this] {
        return test::wait_for(context_, source_->standing_of(protocol::Hash256{}));
    };
    EXPECT_EQ(standing(), BlockOutcome::undecided) << "the node does not know it";
    json seen;
    node_.on("getblockheader", [&](const json& params) {
        seen = params;
        return test::result({{"confirmations", -1}});
    });
    EXPECT_EQ(standing(), BlockOutcome::orphaned);
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
        EXPECT_EQ(verdict->outcome, BlockOutcome::accepted) << reason;
    }
}

TEST_F(NodeSourceTest, an_undecodable_block_is_rejected_and_an_unknown_error_decides_nothing) {
    start(impatient());
    expect_deliveries(1);
    node_.on("submitblock", test::rpc_error(-22, "Block decode failed"));
    const BlockVerdict rejected = submit();
    EXPECT_EQ(rejected.outcome, BlockOutcome::rejected);
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
    EXPECT_EQ(submit().outcome, BlockOutcome::accepted);
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
    EXPECT_EQ(verdict->outcome, BlockOutcome::accepted);
}

TEST_F(NodeSourceTest, a_block_that_nobody_judges_is_handed_back_undecided) {
    node_.kill();
    NodeOptions options = impatient();
    options.submit_attempts_max = 3;
    start(options);
    const BlockVerdict verdict = submit();
    EXPECT_EQ(verdict.outcome, BlockOutcome::undecided);
    EXPECT_THAT(verdict.reason, HasSubstr("unreachable"));
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
    EXPECT_EQ(verdict->outcome, BlockOutcome::undecided);
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
    EXPECT_EQ(verdict->outcome, BlockOutcome::undecided);
}

}  // namespace
}  // namespace sluice::pool
