#pragma once
/// NodeSourceTest: a NodeSource at a FakeNode that behaves like a node on regtest. Tests change the
/// node's answers and drive the one thread until the source has noticed.

#include "pool/source/node_source.hpp"
#include "tests/unit/pool/source/fake_node.hpp"
#include "tests/unit/pool/source/run_until.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {

class NodeSourceTest : public ::testing::Test {
protected:
    struct Delivery {
        std::shared_ptr<const protocol::BlockTemplate> block_template;
        TemplateChange change;
    };

    NodeSourceTest();

    /// Pauses so short that every retry comes at once, or so long that only longpoll or a wake-up
    /// can be the reason for what happens.
    NodeOptions impatient() const;
    NodeOptions patient() const;

    void start(const NodeOptions& options);
    /// Runs until so many templates have come; a test failure if they do not.
    void expect_deliveries(std::size_t count);
    void expect_detail(const std::string& text);
    template <class Condition>
    bool run_until(Condition condition) {
        return test::run_until(context_, condition);
    }
    BlockVerdict submit() { return test::wait_for(context_, submitting()); }
    boost::asio::awaitable<BlockVerdict> submitting();

    /// The node's answer to getblocktemplate at its present tip.
    nlohmann::json template_reply() const;
    /// Another block is the node's best one; held longpolls are answered.
    void move_tip(int height);
    /// Display hex of the tip at a height.
    static std::string tip_hash(int height);

    boost::asio::io_context context_;
    test::FakeNode node_{context_};
    int height_ = 100;
    std::string genesis_ = std::string(64, '1');
    bool offers_longpoll_ = true;
    int longpolls_asked_ = 0;           ///< one that is held counts again at each release()
    int templates_held_elsewhere_ = 0;  ///< as getrpcinfo tells
    nlohmann::json last_template_params_;
    std::vector<Delivery> deliveries_;
    std::unique_ptr<NodeSource> source_;
};

}  // namespace sluice::pool
