#pragma once
/// NodeSource: templates from a Bitcoin-like node over JSON-RPC (BIP22, BIP23, BIP145), and blocks
/// to it. Longpoll brings a new block at once, where the node has room for one; beside it the best
/// block is polled. A node that is down, starting or wrong is asked again with growing pauses; the
/// last good template stays in force meanwhile. Threads: see template_source.hpp.

#include "pool/source/header_check.hpp"
#include "pool/source/template_source.hpp"
#include "protocol/node_rpc/rpc_client.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {

struct NodeOptions {
    protocol::RpcOptions rpc;
    std::string network = "main";  ///< the chain that the node must be on
    /// By which its headers may be mined, the pool's own first; empty: not checked.
    std::vector<NamedHash> algorithms;
    /// Template rules to ask for besides "segwit".
    std::vector<std::string> extra_rules;
    bool longpoll = true;
    std::chrono::milliseconds poll_interval{500};
    /// Longest pause between polls while longpoll is wanted and none is held; also the pause before
    /// the node is asked again whether it has room for one.
    std::chrono::milliseconds poll_interval_without_longpoll{1'000};
    /// How often a template is fetched for its new transactions while no block comes.
    std::chrono::milliseconds refresh_interval{30'000};
    /// A longpoll is not given up while the chain stands still: the node would go on holding one of
    /// its few RPC threads for it. Polling watches the chain meanwhile. Once polling has seen
    /// another block, a longpoll that stays without an answer has lost its connection.
    std::chrono::milliseconds longpoll_overdue_after{10'000};
    std::chrono::milliseconds longpoll_timeout = std::chrono::hours{24};
    /// First and longest pause before a failed request is tried again.
    std::chrono::milliseconds retry_min{250};
    std::chrono::milliseconds retry_max{5'000};
    /// Tries, about an hour with the pauses above, after which a block that the node could not
    /// judge is handed back undecided.
    int submit_attempts_max = 720;
};

class NodeSession;

class NodeSource final : public TemplateSource {
public:
    NodeSource(boost::asio::any_io_executor executor, NodeOptions options);
    ~NodeSource() override;

    void start(OnTemplate on_template) override;
    boost::asio::awaitable<BlockVerdict> submit_block(Bytes block, protocol::Hash256 id) override;
    boost::asio::awaitable<BlockStatus> standing_of(protocol::Hash256 id) override;
    void stop() override;
    [[nodiscard]] SourceStatus status() const override;

private:
    /// Shared with the coroutines, which may end after this object.
    std::shared_ptr<NodeSession> session_;
};

}  // namespace sluice::pool
