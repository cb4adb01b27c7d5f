#include "pool/server/connection.hpp"

#include "pool/server/protocol_detection.hpp"
#include "protocol/stratum_v1/limits.hpp"

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

Connection::Connection(asio::ip::tcp::socket socket, ChannelServices& services,
                       Session::SubmitReader& reader, Holders& holders, std::string address,
                       ClockReading at)
    : socket_(std::move(socket)),
      services_(services),
      options_(services.options),
      holders_(holders),
      address_(std::move(address)),
      lines_(protocol::stratum_v1::client_line_size_max),
      session_(services, reader, output_, address_, at),
      output_changed_(socket_.get_executor()),
      room_changed_(socket_.get_executor()),
      watchdog_(socket_.get_executor()) {}

asio::awaitable<void> Connection::serve(std::shared_ptr<Connection> self) {
    using namespace asio::experimental::awaitable_operators;
    co_await (self->read() || self->write() || self->watch());
    self->close("peer_closed");
}

void Connection::on_job() {
    if (ended_) {
        return;
    }
    session_.channel().on_job();
    wake();
}

bool Connection::on_settled(const SettledBatches& settled) {
    session_.on_settled(settled);
    wake();
    return session_.held_replies() > 0;
}

void Connection::wake() {
    if (closed_) {
        return;
    }
    if (output_.size_bytes() > options_.send_queue_bytes_max) {
        close_slow_reader("send_queue_full");
        return;
    }
    if (!output_.empty()) {
        output_changed_.notify();
    }
    room_changed_.notify();
    end_when_drained();
    if (next_deadline() < watchdog_.expiry()) {
        watchdog_.cancel();
    }
}

void Connection::close_slow_reader(const char* reason) {
    if (!closed_) {
        refuse(monitor::Refusal::slow_reader);
        close(reason);
    }
}

void Connection::drain() {
    if (!drain_until_) {
        drain_until_ = now().steady + options_.drain_timeout;
    }
    wake();
}

void Connection::end_when_drained() {
    if (!drain_until_ || ended_ || closed_ || taking_lines_ || writing_since_ || !output_.empty() ||
        session_.held_replies() > 0) {
        return;
    }
    error_code error;
    if (socket_.available(error) > 0) {
        return;  // the reader is on its way
    }
    ended_ = true;
    drain_until_ = std::min(*drain_until_, now().steady + options_.linger_timeout);
    socket_.shutdown(asio::ip::tcp::socket::shutdown_send, error);
}

void Connection::send_away() {
    session_.send_away();
    drain();
}

asio::awaitable<void> Connection::read() {
    for (;;) {
        // What has come stays in the socket until it is taken, so that end_when_drained() sees it.
        auto [error] = co_await socket_.async_wait(asio::ip::tcp::socket::wait_read, as_tuple);
        std::size_t size = 0;
        if (!error) {
            const auto room = lines_.prepare();
            size = socket_.read_some(asio::buffer(room.data(), room.size()), error);
        }
        if (error == asio::error::would_block) {
            continue;
        }
        if (error) {
            break;
        }
        lines_.commit(size);
        if (ended_) {
            take_last_lines();
            if (lines_.overflowed()) {
                break;
            }
            continue;
        }
        if (!accept_opening()) {
            break;
        }
        co_await take_lines();
        if (lines_.overflowed()) {
            session_.channel().conduct().add_penalty(long_line_points);
            refuse(monitor::Refusal::junk);
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
    taking_lines_ = true;
    while (const auto line = lines_.next()) {
        session_.on_line(*line, now());
        if (session_.held_replies() > 0) {
            holders_.insert(this);
        }
        while (!closed_ && (replies_full() || output_full())) {
            wake();
            co_await room_changed_.wait();
        }
        if (closed_ || session_ended()) {
            break;
        }
    }
    taking_lines_ = false;
}

/// No answer can leave any more, but a block can still go to the source.
void Connection::take_last_lines() {
    while (const auto line = lines_.next()) {
        session_.on_line(*line, now());
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
        writing_bytes_ = asio::buffer_size(buffers);
        const auto [error, size] = co_await asio::async_write(socket_, buffers, as_tuple);
        writing_since_.reset();
        writing_bytes_ = 0;
        if (error) {
            co_return;
        }
        wake();
    }
}

asio::awaitable<void> Connection::watch() {
    for (;;) {
        watchdog_.expires_at(next_deadline());
        co_await watchdog_.async_wait(as_tuple);
        const ClockReading at = now();
        session_.channel().on_tick(at);
        if (const char* reason = overdue(at.steady)) {
            if (!drain_until_) {
                refuse(monitor::Refusal::slow_reader);
            }
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
    switch (detect_protocol(lines_.pending())) {
        case PeerProtocol::undecided:
            return true;
        case PeerProtocol::stratum:
            speaks_stratum_ = true;
            return true;
        case PeerProtocol::http:
            output_.push(http_refusal);
            refuse(monitor::Refusal::http);
            return false;
        case PeerProtocol::tls:
            refuse(monitor::Refusal::tls);
            return false;
        case PeerProtocol::proxy_header:
            refuse(monitor::Refusal::proxy_header);
            return false;
        case PeerProtocol::junk:
            session_.channel().conduct().add_penalty(junk_opening_points);
            refuse(monitor::Refusal::junk);
            return false;
    }
    return false;
}

void Connection::refuse(monitor::Refusal cause) { services_.refusals.note(cause, address_, now()); }

bool Connection::session_ended() const noexcept {
    return session_.channel().conduct().close_reason() != CloseReason::none;
}

bool Connection::replies_full() const noexcept {
    return session_.held_replies() >= options_.held_replies_max;
}

/// A peer that does not read its replies is not read from: it cannot make the queue overflow.
bool Connection::output_full() const noexcept {
    return output_.size_bytes() > options_.send_queue_bytes_max / 4;
}

Connection::TimePoint Connection::next_deadline() const noexcept {
    TimePoint deadline = session_.channel().next_tick();
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
    const auto why =
        session_ended() ? to_string(session_.channel().conduct().close_reason()) : reason;
    spdlog::debug("connection closed address={} reason={}", address_, why);
    error_code ignored;
    socket_.close(ignored);
    output_changed_.notify();
    room_changed_.notify();
}

}  // namespace sluice::pool
