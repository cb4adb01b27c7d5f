#include "pool/server/connection.hpp"

#include "pool/server/opening.hpp"
#include "protocol/stratum/limits.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <spdlog/spdlog.h>

#include <algorithm>
#include <vector>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto as_tuple = asio::as_tuple(asio::use_awaitable);

/// A few such connections are a mistake, many a nuisance.
constexpr double junk_opening_points = 20;
constexpr double long_line_points = 50;

}  // namespace

Connection::Connection(asio::ip::tcp::socket socket, SessionServices& services, Holders& holders,
                       std::string address, Moment at)
    : socket_(std::move(socket)),
      options_(services.options),
      holders_(holders),
      address_(std::move(address)),
      lines_(protocol::stratum::client_line_size_max),
      session_(services, output_, address_, at),
      output_changed_(socket_.get_executor()),
      room_changed_(socket_.get_executor()),
      watchdog_(socket_.get_executor()) {}

asio::awaitable<void> Connection::serve(std::shared_ptr<Connection> self) {
    using namespace asio::experimental::awaitable_operators;
    co_await (self->read() || self->write() || self->watch());
    self->close("peer_closed");
}

void Connection::on_job() {
    session_.on_job();
    wake();
}

bool Connection::on_settled(const SettledBatches& settled) {
    session_.on_settled(settled);
    wake();
    return session_.held_replies() > 0;
}

void Connection::wake() {
    if (output_.size_bytes() > options_.send_queue_bytes_max) {
        close("send_queue_full");
        return;
    }
    if (!output_.empty()) {
        output_changed_.notify();
    }
    room_changed_.notify();
    if (next_deadline() < watchdog_.expiry()) {
        watchdog_.cancel();
    }
}

void Connection::drain() {
    if (!drain_until_) {
        drain_until_ = now().steady + options_.drain_timeout;
    }
    error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_receive, ignored);
    wake();
}

asio::awaitable<void> Connection::read() {
    while (!drain_until_) {
        const auto room = lines_.prepare();
        const auto [error, size] =
            co_await socket_.async_read_some(asio::buffer(room.data(), room.size()), as_tuple);
        if (error) {
            break;
        }
        lines_.commit(size);
        if (!accept_opening()) {
            break;
        }
        co_await take_lines();
        if (lines_.overflowed()) {
            session_.offend(long_line_points);
            close("line_too_long");
        }
        if (closed_ || session_ended()) {
            co_return;
        }
        wake();
    }
    co_await flush_output();
}

asio::awaitable<void> Connection::take_lines() {
    while (const auto line = lines_.next()) {
        session_.on_line(*line, now());
        if (session_.held_replies() > 0) {
            holders_.insert(this);
        }
        while (!closed_ && replies_full()) {
            wake();
            co_await room_changed_.wait();
        }
        if (closed_ || session_ended()) {
            co_return;
        }
    }
}

asio::awaitable<void> Connection::flush_output() {
    if (!drain_until_) {
        drain_until_ = now().steady + options_.drain_timeout;
    }
    wake();
    while (!closed_ && (session_.held_replies() > 0 || !output_.empty() || writing_since_)) {
        co_await room_changed_.wait();
    }
}

asio::awaitable<void> Connection::write() {
    std::vector<asio::const_buffer> buffers;
    for (;;) {
        while (output_.empty()) {
            co_await output_changed_.wait();
        }
        const std::vector<OutputQueue::Piece> pieces = output_.take();
        buffers.clear();
        for (const OutputQueue::Piece& piece : pieces) {
            buffers.push_back(asio::buffer(piece.text()));
        }
        writing_since_ = now().steady;
        const auto [error, size] = co_await asio::async_write(socket_, buffers, as_tuple);
        writing_since_.reset();
        if (error) {
            co_return;
        }
        room_changed_.notify();
    }
}

asio::awaitable<void> Connection::watch() {
    for (;;) {
        watchdog_.expires_at(next_deadline());
        co_await watchdog_.async_wait(as_tuple);
        const Moment at = now();
        session_.on_tick(at);
        if (const char* reason = overdue(at.steady)) {
            close(reason);
            co_return;
        }
        if (session_ended()) {
            co_return;
        }
        if (!output_.empty()) {
            output_changed_.notify();
        }
    }
}

bool Connection::accept_opening() {
    if (speaks_stratum_) {
        return true;
    }
    switch (classify_opening(lines_.pending())) {
        case Opening::undecided:
            return true;
        case Opening::stratum:
            speaks_stratum_ = true;
            return true;
        case Opening::http:
            output_.push(http_refusal);
            spdlog::debug("connection refused address={} reason=http", address_);
            return false;
        case Opening::tls:
            spdlog::debug("connection refused address={} reason=tls", address_);
            return false;
        case Opening::junk:
            session_.offend(junk_opening_points);
            spdlog::debug("connection refused address={} reason=junk", address_);
            return false;
    }
    return false;
}

bool Connection::session_ended() const noexcept {
    return session_.close_reason() != CloseReason::none;
}

bool Connection::replies_full() const noexcept {
    return session_.held_replies() >= options_.held_replies_max;
}

Connection::TimePoint Connection::next_deadline() const noexcept {
    TimePoint deadline = session_.next_tick();
    if (writing_since_) {
        deadline = std::min(deadline, *writing_since_ + options_.send_timeout);
    }
    if (drain_until_) {
        deadline = std::min(deadline, *drain_until_);
    }
    return deadline;
}

const char* Connection::overdue(TimePoint at) const noexcept {
    if (writing_since_ && at >= *writing_since_ + options_.send_timeout) {
        return "send_timeout";
    }
    if (drain_until_ && at >= *drain_until_) {
        return "drain_timeout";
    }
    return nullptr;
}

void Connection::close(const char* reason) {
    if (closed_) {
        return;
    }
    closed_ = true;
    const auto why = session_ended() ? to_string(session_.close_reason()) : reason;
    spdlog::debug("connection closed address={} reason={}", address_, why);
    error_code ignored;
    socket_.close(ignored);
    output_changed_.notify();
    room_changed_.notify();
}

}  // namespace sluice::pool
