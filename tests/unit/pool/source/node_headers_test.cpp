// What the source does with the headers that a node shows it at the start.

#include "base/hex.hpp"
#include "protocol/pow/target.hpp"
#include "tests/unit/pool/chain/test_chain.hpp"
#include "tests/unit/pool/source/node_source_fixture.hpp"

#include <gmock/gmock.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <map>
#include <sstream>

namespace sluice::pool {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

void no_work_at_all(std::span<const std::uint8_t>, std::array<std::uint8_t, 32>& out) {
    out.fill(0xff);
}

class NodeHeadersTest : public NodeSourceTest {
protected:
    /// A chain of least difficulty up to the node's height, a block every 20 s.
    NodeHeadersTest() {
        protocol::BlockHeader header;
        header.version = 0x2000'0000;
        header.bits = 0x207f'ffff;
        for (int height = 0; height <= height_; ++height) {
            header.time = 1'700'000'000U + 20U * static_cast<std::uint32_t>(height);
            const protocol::Target target = protocol::decode_compact(header.bits).target;
            while (!protocol::meets(protocol::block_id(header), target)) {
                ++header.nonce;
            }
            const protocol::Hash256 id = protocol::block_id(header);
            hashes_.push_back(protocol::to_display_hex(id));
            headers_[hashes_.back()] = to_hex(protocol::serialize(header));
            header.previous = id;
        }
        node_.on("getblockhash", [this](const json& params) {
            return test::result(hashes_.at(params.at(0).get<std::size_t>()));
        });
        node_.on("getblockheader", [this](const json& params) {
            return test::result(headers_.at(params.at(0).get<std::string>()));
        });
    }

    NodeOptions options_with(std::vector<NamedHash> algorithms) {
        NodeOptions options = impatient();
        options.algorithms = std::move(algorithms);
        return options;
    }

    std::vector<std::string> hashes_;  ///< by height, display hex
    std::map<std::string, std::string> headers_;
    const NamedHash right_{"sha256d", &sha256d_hash};
    const NamedHash wrong_{"scrypt", &no_work_at_all};
};

TEST_F(NodeHeadersTest, work_comes_from_a_node_whose_headers_have_the_pools_algorithm) {
    start(options_with({right_, wrong_}));
    expect_deliveries(1);
    EXPECT_EQ(node_.calls_of("getblockheader"), 9) << "eight, and one to measure the spacing";
}

TEST_F(NodeHeadersTest, no_work_comes_from_a_node_of_another_algorithm) {
    start(options_with({wrong_, right_}));
    expect_detail("the last 8 headers do not meet their targets by scrypt but by sha256d");
    EXPECT_TRUE(deliveries_.empty());
    EXPECT_EQ(node_.calls_of("getblocktemplate"), 0);
}

TEST_F(NodeHeadersTest, the_spacing_of_an_unknown_chain_is_measured) {
    start(options_with({right_}));
    expect_deliveries(1);
    EXPECT_EQ(source_->status().block_interval_s, 20.0);
}

TEST_F(NodeHeadersTest, the_spacing_of_a_listed_chain_is_known_under_another_name) {
    hashes_[0] = protocol::find_chain("litecoin-regtest")->genesis;
    std::ostringstream log;
    const auto before = spdlog::default_logger();
    spdlog::set_default_logger(std::make_shared<spdlog::logger>(
        "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(log)));
    start(options_with({right_}));
    expect_deliveries(1);
    spdlog::set_default_logger(before);
    EXPECT_EQ(source_->status().block_interval_s, 150.0);
    EXPECT_THAT(log.str(), HasSubstr("that of litecoin-regtest; that of regtest is 0f9188f1"));
}

TEST_F(NodeHeadersTest, a_node_that_shows_no_headers_is_taken_at_its_word) {
    node_.on("getblockhash", test::rpc_error(-32601, "Method not found"));
    start(options_with({wrong_}));
    expect_deliveries(1);
    EXPECT_EQ(source_->status().block_interval_s, 600.0) << "of the network's name";
}

}  // namespace
}  // namespace sluice::pool
