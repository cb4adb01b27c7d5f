#pragma once
/// NodeSession: what NodeSource does at a node, as coroutines that share its ownership: one follows
/// the best block by polling, one by longpoll, and one for each block that is submitted. Lives on
/// its executor's thread. Internal to the source.

#include "base/result.hpp"
#include "pool/base/backoff.hpp"
#include "pool/source/node_source.hpp"
#include "pool/source/template_source.hpp"
#include "protocol/node_rpc/rpc_client.hpp"
#include "protocol/pow/hash256.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <memory>
#include <optional>
#include <string>

namespace sluice::pool {

class NodeSession {
public:
    using Self = std::shared_ptr<NodeSession>;

    NodeSession(boost::asio::any_io_executor executor, NodeOptions options);

    static void start(const Self& self, OnTemplate on_template);
    static boost::asio::awaitable<BlockVerdict> submit(Self self, Bytes block,
                                                       protocol::Hash256 id);
    static boost::asio::awaitable<BlockStatus> standing(Self self, protocol::Hash256 id);
    void stop();
    [[nodiscard]] const SourceStatus& status() const noexcept { return status_; }

private:
    /// Done, or the problem as a sentence for the operator.
    using Step = Result<void>;
    using Clock = std::chrono::steady_clock;
    using TemplatePtr = std::shared_ptr<const protocol::BlockTemplate>;

    static boost::asio::awaitable<void> follow_polls(Self self);
    static boost::asio::awaitable<void> follow_longpolls(Self self);

    boost::asio::awaitable<Step> poll();
    /// Asks which chain the node is on, and for the deployments.
    boost::asio::awaitable<Step> read_chain_info();
    /// Whether block 0 is what it was: the chain's name alone tells no coin from another.
    boost::asio::awaitable<Step> check_genesis();
    /// Compares the node's own headers with what the operator says of the chain.
    boost::asio::awaitable<Step> check_headers();
    boost::asio::awaitable<Step> fetch_template();
    /// One submission; undecided when the node could not be asked, or cannot say yet.
    boost::asio::awaitable<BlockVerdict> submit_once(std::string block_hex, protocol::Hash256 id);
    boost::asio::awaitable<BlockStatus> look_up(protocol::Hash256 id);

    enum class LongpollState {
        untried,
        works,
        waits,  ///< the node holds somebody's getblocktemplate
        fails,  ///< also: the node cannot tell what it holds
    };
    enum class LongpollRoom { free, taken, unknown };
    /// Free: the node holds no getblocktemplate, so that a longpoll takes the first of its threads.
    boost::asio::awaitable<std::chrono::milliseconds> longpoll_once();
    boost::asio::awaitable<LongpollRoom> longpoll_room();
    /// One longpoll; false when the next one has to wait a little.
    boost::asio::awaitable<bool> longpoll();
    /// Ends a longpoll that did not answer though the chain has moved on.
    void end_overdue_longpoll();
    void set_longpoll(LongpollState state, const std::string& reason);
    [[nodiscard]] std::chrono::milliseconds poll_pause() const;

    [[nodiscard]] nlohmann::json template_request(const std::string& longpoll_id) const;
    /// `known`: what was current when the request left. Another request may have been answered
    /// meanwhile, and this reply be older than what it brought.
    Step take_template(const nlohmann::json& reply, const TemplatePtr& known);
    [[nodiscard]] bool interval_is_over() const;
    /// Keeps the state of the node, and logs it when it changes.
    void report(const Step& step);

    boost::asio::any_io_executor executor_;
    NodeOptions options_;
    protocol::RpcClient rpc_;
    protocol::RpcClient longpoll_rpc_;  ///< its own, so that a longpoll can be ended alone
    OnTemplate on_template_;
    SourceStatus status_;
    TemplatePtr current_;
    std::optional<protocol::Hash256> first_genesis_;  ///< block 0 as it was first seen
    Clock::time_point delivered_at_{};
    std::string oddity_;       ///< of the node's headers, as it was last logged
    std::int64_t blocks_ = 0;  ///< height of the node's best block, as last read
    bool chain_info_due_ = true;
    bool refresh_due_ = true;
    bool fetching_ = false;  ///< a getblocktemplate of ours is under way, not a longpoll
    LongpollState longpoll_state_ = LongpollState::untried;
    int longpoll_refusals_ = 0;                         ///< in a row
    TemplatePtr longpoll_known_;                        ///< what a running longpoll waits to change
    std::optional<Clock::time_point> longpoll_due_at_;  ///< when polling saw that it had changed
    bool stopped_ = false;
    std::string problem_;  ///< as it was last logged; empty while all is well
    Pauses poll_pauses_;
    Pauses longpoll_pauses_;
    Pauses submit_pauses_;
};

}  // namespace sluice::pool
