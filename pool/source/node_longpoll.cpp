#include "pool/source/node_session.hpp"

#include "pool/base/log_quote.hpp"
#include "pool/source/node_info.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

// NodeSession's longpoll (BIP22). A node like Bitcoin Core holds one of its RPC threads (four by
// default) for each longpoll until a block or, after a minute, a transaction comes; it does not
// notice that the caller has gone. Longpolls that are given up on a quiet chain therefore lock up
// the node's whole RPC. So the node is asked first what it holds, and holds one longpoll at most.

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using nlohmann::json;
using std::chrono::milliseconds;

/// Refusals in a row before the log says so: a template that is just being made is no news.
constexpr int refusals_before_report = 3;
/// Every wait of the longpoll ends by a wake-up too; this one only bounds it.
constexpr milliseconds idle_wait{60'000};

}  // namespace

asio::awaitable<void> NodeSession::follow_longpolls(Self self) {
    while (!self->stopped_) {
        if (!self->status_.connected || self->current_->longpoll_id.empty() || self->fetching_) {
            // report() wakes this when the node is back, fetch_template() when it has ended.
            co_await self->longpoll_pauses_.wait(idle_wait);
            continue;
        }
        milliseconds pause = self->options_.retry_max;
        try {
            pause = co_await self->longpoll_once();
        } catch (const std::exception& error) {
            self->longpoll_known_ = nullptr;
            self->longpoll_due_at_.reset();
            self->set_longpoll(LongpollState::fails, error.what());
        }
        if (!self->stopped_ && pause > milliseconds{0}) {
            co_await self->longpoll_pauses_.wait(pause);
        }
    }
}

/// Time to wait before the next one.
asio::awaitable<milliseconds> NodeSession::longpoll_once() {
    const LongpollRoom room = co_await longpoll_room();
    if (stopped_) {
        co_return milliseconds{0};
    }
    if (room != LongpollRoom::free) {
        co_return room == LongpollRoom::taken ? options_.poll_interval_without_longpoll : idle_wait;
    }
    const bool go_on = co_await longpoll();
    co_return go_on ? milliseconds{0} : options_.retry_max;
}

asio::awaitable<NodeSession::LongpollRoom> NodeSession::longpoll_room() {
    const protocol::RpcResult reply = co_await rpc_.call("getrpcinfo", json::array());
    if (!reply && (reply.error().kind == protocol::RpcErrorKind::unreachable ||
                   reply.error().kind == protocol::RpcErrorKind::timeout || stopped_)) {
        // That the node is away is seen and reported by polling.
        co_return LongpollRoom::taken;
    }
    const auto running = reply ? decode_running_templates(*reply) : std::nullopt;
    if (!running) {
        set_longpoll(LongpollState::fails,
                     "getrpcinfo does not tell what the node holds" +
                         (reply ? std::string{} : ": " + message(reply.error())));
        co_return LongpollRoom::unknown;
    }
    if (*running == 0) {
        longpoll_refusals_ = 0;
        co_return LongpollRoom::free;
    }
    if (++longpoll_refusals_ == refusals_before_report) {
        set_longpoll(LongpollState::waits,
                     "getblocktemplate calls that the node holds: " + std::to_string(*running));
    }
    co_return LongpollRoom::taken;
}

asio::awaitable<bool> NodeSession::longpoll() {
    const TemplatePtr known = current_;
    json params = template_request(known->longpoll_id);
    const Clock::time_point asked_at = Clock::now();
    longpoll_known_ = known;
    const protocol::RpcResult reply = co_await longpoll_rpc_.call(
        "getblocktemplate", std::move(params), options_.longpoll_timeout);
    longpoll_known_ = nullptr;
    longpoll_due_at_.reset();
    if (stopped_) {
        co_return false;
    }
    if (!reply) {
        // Polling finds out, and reports, whether the node is away.
        poll_pauses_.wake();
        if (reply.error().kind != protocol::RpcErrorKind::unreachable) {
            set_longpoll(LongpollState::fails, message(reply.error()));
        }
        co_return false;
    }
    if (const Step taken = take_template(*reply, known); !taken) {
        set_longpoll(LongpollState::fails, taken.error());
        co_return false;
    }
    set_longpoll(LongpollState::works, {});
    if (chain_info_due_) {
        poll_pauses_.wake();
    }
    // A node that answers at once though nothing has changed must not be asked in a tight loop.
    co_return current_->previous != known->previous ||
        Clock::now() - asked_at >= options_.poll_interval;
}

void NodeSession::end_overdue_longpoll() {
    if (longpoll_known_ == nullptr || current_->previous == longpoll_known_->previous) {
        return;
    }
    const Clock::time_point now = Clock::now();
    if (!longpoll_due_at_) {
        longpoll_due_at_ = now;
    }
    if (now - *longpoll_due_at_ >= options_.longpoll_overdue_after) {
        longpoll_rpc_.end_calls();
    }
}

milliseconds NodeSession::poll_pause() const {
    const bool alone = options_.longpoll && longpoll_known_ == nullptr;
    return alone ? std::min(options_.poll_interval, options_.poll_interval_without_longpoll)
                 : options_.poll_interval;
}

void NodeSession::set_longpoll(LongpollState state, const std::string& reason) {
    if (longpoll_state_ == state) {
        return;
    }
    longpoll_state_ = state;
    if (state == LongpollState::works) {
        spdlog::info("node longpoll works node={}", rpc_.node());
        return;
    }
    // Polling may be in the middle of the longer pause that it makes beside a longpoll.
    poll_pauses_.wake();
    spdlog::log(state == LongpollState::waits ? spdlog::level::info : spdlog::level::warn,
                "node longpoll {}, polling goes on interval_ms={} reason={}",
                state == LongpollState::waits ? "waits" : "fails", poll_pause().count(),
                log_quote(reason));
}

}  // namespace sluice::pool
