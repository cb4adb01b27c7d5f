#include "tests/bench/swarm/session.hpp"

#include "protocol/stratum_v1/handshake.hpp"
#include "protocol/stratum_v1/message.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <charconv>
#include <utility>
#include <variant>

namespace sluice::swarm {

namespace asio = boost::asio;
namespace stratum_v1 = protocol::stratum_v1;
using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)

namespace {

/// Bytes that the kernel keeps for a client that does not read: the least it allows.
constexpr int slow_reader_buffer_bytes = 2048;

std::optional<std::int64_t> id_number(const stratum_v1::MessageId& id) {
    std::int64_t number = 0;
    const char* const end = id.text.data() + id.text.size();
    const auto [at, error] = std::from_chars(id.text.data(), end, number);
    return error == std::errc{} && at == end ? std::optional{number} : std::nullopt;
}

std::optional<asio::ip::address> source_of(const Settings& settings, std::size_t client) {
    if (settings.sources <= 1) {
        return std::nullopt;
    }
    const auto first = asio::ip::address_v4::loopback().to_uint();
    const auto offset = static_cast<std::uint32_t>(client % settings.sources);
    return asio::ip::address{asio::ip::address_v4{first + offset}};
}

}  // namespace

Session::Session(const asio::any_io_executor& executor, Shard& shard, Client& client)
    : shard_(shard),
      client_(client),
      totals_(shard.totals_of(client.behaviour)),
      socket_(executor, shard.end + Shard::drain_time),
      timer_(executor) {}

asio::awaitable<void> Session::run() {
    const bool slow = client_.behaviour == Behaviour::slow_reader;
    const bool connected =
        co_await socket_.connect(shard_.settings.pool, source_of(shard_.settings, client_.number),
                                 slow ? slow_reader_buffer_bytes : 0);
    if (!connected) {
        ++totals_.connect_failures;
        socket_.close();
        co_return;
    }
    ++totals_.connects;
    connected_at_ = std::chrono::steady_clock::now();
    if (slow) {
        co_await act();
    } else {
        co_await (read_lines() && act());
    }
    if (closed_by_pool_) {
        ++(logged_in_ ? totals_.closed_after_login : totals_.closed_before_login);
    }
    totals_.unanswered += unanswered_.size();
}

asio::awaitable<void> Session::read_lines() {
    while (const auto line = co_await socket_.read_line()) {
        handle_line(*line, std::chrono::steady_clock::now());
    }
    closed_ = true;
    closed_by_pool_ = closed_by_pool_ || !leaving_;
    wake();
}

asio::awaitable<void> Session::act() {
    switch (client_.behaviour) {
        case Behaviour::honest:
            co_await mine(1, 1);
            break;
        case Behaviour::burst:
            co_await mine(20, 1);
            break;
        case Behaviour::duplicate:
            co_await mine(1, 6);
            break;
        case Behaviour::storm:
            co_await visit();
            break;
        case Behaviour::idle:
            while (active()) {
                co_await sleep(std::chrono::hours{24});
            }
            break;
        case Behaviour::stale:
        case Behaviour::slow_reader:
        case Behaviour::junk:
        case Behaviour::authorize:
        case Behaviour::subscribe:
            co_await flood();
            break;
    }
    leaving_ = true;
    const bool reset = client_.behaviour == Behaviour::storm && shard_.uniform() < 0.5;
    socket_.close(reset);
}

asio::awaitable<bool> Session::log_in() {
    const std::int64_t subscribe_id = next_id_++;
    authorize_id_ = next_id_++;
    const stratum_v1::Subscribe subscribe{.agent = "sluice-swarm", .session = {}};
    const stratum_v1::Authorize authorize{client_.worker, shard_.settings.password};
    std::string lines = encode(stratum_v1::MessageId::number(subscribe_id), subscribe);
    lines += encode(stratum_v1::MessageId::number(*authorize_id_), authorize);
    co_return co_await send(std::move(lines));
}

asio::awaitable<bool> Session::send(std::string lines) {
    const bool sent = co_await socket_.send(std::move(lines));
    closed_by_pool_ = closed_by_pool_ || (!sent && !shard_.over());
    co_return sent;
}

asio::awaitable<void> Session::sleep(std::chrono::nanoseconds time) {
    if (!active()) {
        co_return;
    }
    const auto left = shard_.end - std::chrono::steady_clock::now();
    timer_.expires_after(std::min<std::chrono::nanoseconds>(time, left));
    co_await timer_.async_wait(asio::as_tuple(asio::use_awaitable));
}

void Session::handle_line(const std::string& line, TimePoint now) {
    const auto message = stratum_v1::read_message(line);
    if (!message) {
        return;
    }
    if (const auto* reply = std::get_if<stratum_v1::Reply>(&*message)) {
        handle_reply(*reply, now);
    } else {
        handle_request(std::get<stratum_v1::Request>(*message), now);
    }
}

void Session::handle_reply(const stratum_v1::Reply& reply, TimePoint now) {
    const auto id = id_number(reply.id);
    if (!id) {
        return;
    }
    if (const auto sent = unanswered_.find(*id); sent != unanswered_.end()) {
        totals_.reply.record(now - sent->second.at);
        if (!reply.error && reply.result == stratum_v1::Json(true)) {
            ++totals_.accepted;
            ++client_.accepted;
            totals_.accepted_difficulty += sent->second.difficulty;
        } else {
            totals_.count_rejected(reply);
        }
        unanswered_.erase(sent);
        if (unanswered_.empty() && leaving_) {
            wake();
        }
    } else if (id == authorize_id_) {
        if (!reply.error && reply.result == stratum_v1::Json(true)) {
            logged_in_ = true;
            ++totals_.logins;
            totals_.login.record(now - connected_at_);
        }
        wake();
    } else if (*id == 1 && !reply.error && extranonce1_.empty()) {
        if (auto subscribed = stratum_v1::SubscribeReply::from_result(reply.result)) {
            extranonce1_ = std::move(subscribed->extranonce1);
            extranonce2_size_ = subscribed->extranonce2_size;
        }
    }
}

void Session::handle_request(const stratum_v1::Request& request, TimePoint now) {
    if (request.method == stratum_v1::SetDifficulty::method) {
        if (const auto set = stratum_v1::SetDifficulty::from_params(request.params)) {
            difficulty_ = set->difficulty;
        }
    } else if (request.method == stratum_v1::SetExtranonce::method) {
        if (auto set = stratum_v1::SetExtranonce::from_params(request.params)) {
            extranonce1_ = std::move(set->extranonce1);
            extranonce2_size_ = set->extranonce2_size;
        }
    } else if (request.method == stratum_v1::Notify::method) {
        if (auto notify = stratum_v1::Notify::from_params(request.params)) {
            take_job(std::move(*notify), now);
        }
    }
}

void Session::take_job(stratum_v1::Notify notify, TimePoint now) {
    const auto since_first = shard_.tips.seen(notify.previous, now);
    if (job_ != nullptr && job_->notify.previous != notify.previous) {
        totals_.notify_spread.record(since_first);
        ended_job_ = job_->notify.job_id;
    }
    job_ = std::make_shared<const SwarmJob>(
        SwarmJob{std::move(notify), extranonce1_, extranonce2_size_, difficulty_});
    wake();
}

}  // namespace sluice::swarm
