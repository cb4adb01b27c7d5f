#include "pool/source/node_session.hpp"

#include "base/hex.hpp"
#include "base/printable.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"
#include "pool/source/chain_facts.hpp"
#include "pool/source/node_info.hpp"
#include "pool/source/template_oddity.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/co_spawn.hpp>

#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using nlohmann::json;

/// Bytes of a template's problem, which may name a member of any length.
constexpr std::size_t problem_size_max = 400;

json no_params() { return json::array(); }

/// Whether miners would gain nothing but a newer time.
bool is_same_work(const protocol::BlockTemplate& a, const protocol::BlockTemplate& b) {
    return a.previous == b.previous && a.version == b.version && a.bits == b.bits &&
           a.coinbase_value == b.coinbase_value && a.vb_available == b.vb_available &&
           a.payments == b.payments && a.coinbase_payload == b.coinbase_payload &&
           a.transactions == b.transactions;
}

/// A longpoll on a kept connection would be sent again, unasked, when that connection breaks.
protocol::RpcOptions longpoll_options(protocol::RpcOptions options) {
    options.keeps_connections = false;
    return options;
}

}  // namespace

NodeSession::NodeSession(asio::any_io_executor executor, NodeOptions options)
    : executor_(executor),
      options_(std::move(options)),
      rpc_(executor, options_.rpc),
      longpoll_rpc_(executor, longpoll_options(options_.rpc)),
      poll_pauses_(executor),
      longpoll_pauses_(executor),
      submit_pauses_(executor) {
    status_.detail = "node " + rpc_.node() + " was not asked yet";
}

void NodeSession::start(const Self& self, OnTemplate on_template) {
    self->on_template_ = std::move(on_template);
    asio::co_spawn(self->executor_, follow_polls(self), log_exception("node polling"));
    if (self->options_.longpoll) {
        asio::co_spawn(self->executor_, follow_longpolls(self), log_exception("node longpoll"));
    }
}

void NodeSession::stop() {
    stopped_ = true;
    rpc_.stop();
    longpoll_rpc_.stop();
    poll_pauses_.wake();
    longpoll_pauses_.wake();
    submit_pauses_.wake();
}

asio::awaitable<void> NodeSession::follow_polls(Self self) {
    Backoff backoff(self->options_.retry_min, self->options_.retry_max);
    while (!self->stopped_) {
        Step step;
        try {
            step = co_await self->poll();
        } catch (const std::exception& error) {  // of memory, mostly: the next poll may have some
            step = Unexpected{std::string(error.what())};
        }
        if (self->stopped_) {
            co_return;
        }
        self->report(step);
        self->end_overdue_longpoll();
        if (step) {
            backoff.reset();
        }
        if (!step) {
            co_await self->poll_pauses_.wait(backoff.next());
        } else if (!self->refresh_due_) {
            co_await self->poll_pauses_.wait(self->poll_pause());
        }
    }
}

asio::awaitable<NodeSession::Step> NodeSession::poll() {
    if (!current_ || !status_.connected) {
        // A node that was away may have come back as another one.
        if (const Step known = co_await read_chain_info(); !known) {
            co_return known;
        }
        if (const Step right = co_await check_headers(); !right) {
            co_return right;
        }
        co_return co_await fetch_template();
    }
    if (!refresh_due_ && !interval_is_over()) {
        const protocol::RpcResult best = co_await rpc_.call("getbestblockhash", no_params());
        if (!best) {
            co_return Unexpected{message(best.error())};
        }
        refresh_due_ = refresh_due_ || *best != protocol::to_display_hex(current_->previous);
    }
    if (refresh_due_ || interval_is_over()) {
        const Step fetched = co_await fetch_template();
        if (!fetched) {
            co_return fetched;
        }
    }
    if (chain_info_due_) {
        co_return co_await read_chain_info();
    }
    co_return Step{};
}

asio::awaitable<NodeSession::Step> NodeSession::read_chain_info() {
    const protocol::RpcResult reply = co_await rpc_.call("getblockchaininfo", no_params());
    if (!reply) {
        co_return Unexpected{message(reply.error())};
    }
    Result<ChainInfo> info = decode_chain_info(*reply);
    if (!info) {
        co_return Unexpected{"node " + rpc_.node() + ": " + info.error()};
    }
    status_.chain = info->chain;
    blocks_ = info->blocks;
    if (!is_same_chain(info->chain, options_.network)) {
        co_return Unexpected{"node " + rpc_.node() + " is on chain \"" + info->chain +
                             "\", but pool.network is \"" + options_.network +
                             "\"; correct pool.network, or node.url"};
    }
    if (const Step same = co_await check_genesis(); !same) {
        co_return same;
    }
    if (!info->lists_deployments) {
        const protocol::RpcResult deployments =
            co_await rpc_.call("getdeploymentinfo", no_params());
        if (deployments) {
            info->deployments = decode_deployment_info(*deployments);
        } else if (deployments.error().kind != protocol::RpcErrorKind::rpc) {
            co_return Unexpected{message(deployments.error())};
        }
    }
    status_.deployments = std::move(info->deployments);
    chain_info_due_ = false;
    co_return Step{};
}

asio::awaitable<NodeSession::Step> NodeSession::check_genesis() {
    json params = json::array();
    params.push_back(0);
    const protocol::RpcResult reply = co_await rpc_.call("getblockhash", std::move(params));
    if (!reply && (reply.error().kind == protocol::RpcErrorKind::forbidden ||
                   reply.error().code == protocol::rpc_code::unknown_method)) {
        co_return Step{};
    }
    if (!reply) {
        co_return Unexpected{message(reply.error())};
    }
    const auto genesis = decode_block_hash(*reply);
    if (!genesis) {
        co_return Unexpected{"node " + rpc_.node() + ": getblockhash: expected 64 hex digits"};
    }
    if (first_genesis_ && *genesis != *first_genesis_) {
        co_return Unexpected{"node " + rpc_.node() +
                             " is on another chain than before: its block 0 is " +
                             protocol::to_display_hex(*genesis) + " instead of " +
                             protocol::to_display_hex(*first_genesis_) +
                             "; correct node.url, or restart the pool if this is meant"};
    }
    first_genesis_ = *genesis;
    co_return Step{};
}

asio::awaitable<NodeSession::Step> NodeSession::check_headers() {
    const std::string genesis =
        first_genesis_ ? protocol::to_display_hex(*first_genesis_) : std::string{};
    const auto facts = co_await read_chain_facts(rpc_, options_.network, genesis, blocks_);
    if (!facts) {
        co_return Unexpected{facts.error()};
    }
    if (const auto checked = check_proof_of_work(facts->newest, options_.algorithms); !checked) {
        co_return Unexpected{"node " + rpc_.node() + ": " + checked.error()};
    }
    std::string odd = genesis_problem(options_.network, genesis);
    if (!options_.algorithms.empty() && none_mined_by(facts->newest, options_.algorithms.front())) {
        odd += (odd.empty() ? "" : "; ") + std::string("none of its last headers is mined by ") +
               options_.algorithms.front().name;
    }
    if (!odd.empty() && odd != oddity_) {
        spdlog::warn("node may be another one than the configuration means node={} problem={}",
                     rpc_.node(), log_quote(odd));
    }
    oddity_ = std::move(odd);
    status_.block_interval_s = facts->spacing_s;
    co_return Step{};
}

asio::awaitable<NodeSession::Step> NodeSession::fetch_template() {
    const TemplatePtr known = current_;
    // Cleared before the node is asked: what becomes due while it answers is not in the answer.
    refresh_due_ = false;
    json params = template_request({});
    fetching_ = true;
    const protocol::RpcResult reply = co_await rpc_.call("getblocktemplate", std::move(params));
    fetching_ = false;
    longpoll_pauses_.wake();
    if (!reply) {
        refresh_due_ = true;
        co_return Unexpected{message(reply.error())};
    }
    co_return take_template(*reply, known);
}

json NodeSession::template_request(const std::string& longpoll_id) const {
    json request = json::object();
    request["rules"] = json::array({"segwit"});
    for (const std::string& rule : options_.extra_rules) {
        request["rules"].push_back(rule);
    }
    if (!longpoll_id.empty()) {
        request["longpollid"] = longpoll_id;
    }
    json params = json::array();
    params.push_back(std::move(request));
    return params;
}

NodeSession::Step NodeSession::take_template(const json& reply, const TemplatePtr& known) {
    Result<protocol::BlockTemplate, protocol::TemplateError> decoded =
        protocol::decode_template(reply);
    if (!decoded) {
        return Unexpected{"node " + rpc_.node() + " sent a template that cannot be used: " +
                          printable(message(decoded.error()), problem_size_max, ' ')};
    }
    if (stopped_) {
        return {};
    }
    if (current_ != known && current_->previous != decoded->previous &&
        current_->height >= decoded->height) {
        refresh_due_ = true;
        poll_pauses_.wake();
        return {};
    }
    const bool is_new_block = !current_ || current_->previous != decoded->previous;
    const bool is_news = is_new_block || interval_is_over() || !is_same_work(*current_, *decoded);
    if (const std::string oddity = oddity_of(current_.get(), *decoded); !oddity.empty()) {
        spdlog::warn("template is odd node={} problem={}", rpc_.node(), log_quote(oddity));
    }
    current_ = std::make_shared<const protocol::BlockTemplate>(*std::move(decoded));
    if (!is_news) {
        return {};
    }
    delivered_at_ = Clock::now();
    chain_info_due_ = chain_info_due_ || is_new_block;
    status_.height = current_->height;
    on_template_(current_, is_new_block ? TemplateChange::new_block : TemplateChange::refresh);
    return {};
}

bool NodeSession::interval_is_over() const {
    return Clock::now() - delivered_at_ >= options_.refresh_interval;
}

asio::awaitable<BlockVerdict> NodeSession::submit(Self self, Bytes block, protocol::Hash256 id) {
    const std::string block_hex = to_hex(block);
    BlockVerdict verdict{BlockStatus::pending, "the pool is stopping"};
    Backoff backoff(self->options_.retry_min, self->options_.retry_max);
    for (int left = self->options_.submit_attempts_max; left > 0 && !self->stopped_; --left) {
        const std::string before = std::exchange(verdict.reason, {});
        verdict = co_await self->submit_once(block_hex, id);
        if (verdict.status != BlockStatus::pending || self->stopped_) {
            break;
        }
        if (verdict.reason != before) {
            spdlog::warn("block not judged hash={} problem={}; trying again",
                         protocol::to_display_hex(id), log_quote(verdict.reason));
        }
        co_await self->submit_pauses_.wait(backoff.next());
    }
    co_return verdict;
}

asio::awaitable<BlockVerdict> NodeSession::submit_once(std::string block_hex,
                                                       protocol::Hash256 id) {
    json params = json::array();
    params.push_back(std::move(block_hex));
    const protocol::RpcResult reply = co_await rpc_.call("submitblock", std::move(params));
    if (!reply) {
        const bool undecodable = reply.error().kind == protocol::RpcErrorKind::rpc &&
                                 reply.error().code == protocol::rpc_code::cannot_decode;
        co_return BlockVerdict{undecodable ? BlockStatus::rejected : BlockStatus::pending,
                               message(reply.error())};
    }
    refresh_due_ = true;
    poll_pauses_.wake();
    BlockVerdict verdict = decode_verdict(*reply);
    if (verdict.status == BlockStatus::pending) {
        verdict.status = co_await look_up(id);
    }
    co_return verdict;
}

asio::awaitable<BlockStatus> NodeSession::look_up(protocol::Hash256 id) {
    json params = json::array();
    params.push_back(protocol::to_display_hex(id));
    const protocol::RpcResult reply = co_await rpc_.call("getblockheader", std::move(params));
    co_return reply ? decode_standing(*reply) : BlockStatus::pending;
}

asio::awaitable<BlockStatus> NodeSession::standing(Self self, protocol::Hash256 id) {
    co_return co_await self->look_up(id);
}

void NodeSession::report(const Step& step) {
    const bool was_connected = std::exchange(status_.connected, step.has_value());
    if (step) {
        status_.detail = "node " + rpc_.node() + ", chain " + status_.chain;
        problem_.clear();
        if (!was_connected) {
            spdlog::info("source gives work node={} chain={} height={}", rpc_.node(),
                         log_quote(status_.chain), status_.height);
            longpoll_pauses_.wake();
            submit_pauses_.wake();
        }
        return;
    }
    status_.detail = step.error();
    if (problem_ != step.error()) {
        problem_ = step.error();
        spdlog::warn("source gives no work problem={}; trying again", log_quote(problem_));
    }
}

}  // namespace sluice::pool
