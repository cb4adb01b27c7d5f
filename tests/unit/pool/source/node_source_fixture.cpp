#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <filesystem>
#include <fstream>

namespace sluice::pool {

using nlohmann::json;
using std::chrono::hours;
using std::chrono::milliseconds;

NodeSourceTest::NodeSourceTest() {
    node_.on("getblockchaininfo", [this](const json&) {
        const json csv{{"status", "started"}, {"bit", 0}};
        return test::result(
            {{"chain", "regtest"}, {"blocks", height_}, {"bip9_softforks", {{"csv", csv}}}});
    });
    node_.on("getblockhash", [this](const json&) { return test::result(genesis_); });
    node_.on("getbestblockhash", [this](const json&) { return test::result(tip_hash(height_)); });
    node_.on("getblocktemplate", [this](const json& params) {
        last_template_params_ = params;
        const json& request = params.at(0);
        const bool is_longpoll = request.contains("longpollid");
        longpolls_asked_ += is_longpoll ? 1 : 0;
        const bool waits =
            is_longpoll && request.at("longpollid") == "poll-" + std::to_string(height_);
        return waits ? test::held() : test::result(template_reply());
    });
    node_.on("getrpcinfo", [this](const json&) {
        json commands = json::array({{{"method", "getrpcinfo"}, {"duration", 21}}});
        for (int i = 0; i < templates_held_elsewhere_; ++i) {
            commands.push_back({{"method", "getblocktemplate"}, {"duration", 976313}});
        }
        return test::result({{"active_commands", std::move(commands)}});
    });
}

NodeOptions NodeSourceTest::impatient() const {
    NodeOptions options;
    options.rpc = node_.rpc_options();
    options.network = "regtest";
    options.poll_interval = milliseconds(1);
    options.poll_interval_without_longpoll = milliseconds(1);
    options.retry_min = milliseconds(1);
    options.retry_max = milliseconds(1);
    return options;
}

NodeOptions NodeSourceTest::patient() const {
    NodeOptions options = impatient();
    options.poll_interval = hours(1);
    options.poll_interval_without_longpoll = hours(1);
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

}  // namespace sluice::pool
