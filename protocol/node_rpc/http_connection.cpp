#include "protocol/node_rpc/http_connection.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <algorithm>
#include <utility>

namespace sluice::protocol {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;
using std::chrono::milliseconds;

/// Seconds of silence before TCP asks whether the peer is still there; NATs forget a connection
/// after some minutes, and a longpoll may wait for hours.
constexpr int keepalive_idle_s = 60;

std::string host_header(const HttpPost& request) {
    const bool is_ipv6 = request.host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + request.host + "]" : request.host) + ":" + std::to_string(request.port);
}

http::request<http::string_body> message_of(HttpPost& request) {
    http::request<http::string_body> message(http::verb::post, request.path, 11);
    message.set(http::field::host, host_header(request));
    message.set(http::field::content_type, "application/json");
    if (!request.authorization.empty()) {
        message.set(http::field::authorization, request.authorization);
    }
    message.body() = std::move(request.body);
    message.prepare_payload();
    return message;
}

void set_options(tcp::socket& socket) {
    error_code ignored;
    socket.set_option(tcp::no_delay(true), ignored);
    socket.set_option(asio::socket_base::keep_alive(true), ignored);
    ::setsockopt(socket.native_handle(), IPPROTO_TCP, TCP_KEEPIDLE, &keepalive_idle_s,
                 sizeof keepalive_idle_s);
}

/// Closes a socket when its time is over, however busy the socket is. (A timeout that starts again
/// at each read never ends a peer that goes on sending.)
class Deadline {
public:
    Deadline(std::shared_ptr<tcp::socket> socket, milliseconds after)
        : state_(std::make_shared<State>(std::move(socket))) {
        State::set(state_, Clock::now() + after);
    }
    ~Deadline() {
        state_->over = true;
        state_->timer.cancel();
    }
    Deadline(const Deadline&) = delete;
    Deadline& operator=(const Deadline&) = delete;

    void shorten_to(milliseconds after) {
        const auto at = Clock::now() + after;
        if (at < state_->timer.expiry()) {
            State::set(state_, at);
        }
    }
    [[nodiscard]] bool passed() const noexcept { return state_->passed; }

private:
    using Clock = std::chrono::steady_clock;

    /// Outlives the request in a handler that is already queued.
    struct State {
        explicit State(std::shared_ptr<tcp::socket> watched)
            : socket(std::move(watched)), timer(socket->get_executor()) {}

        static void set(const std::shared_ptr<State>& self, Clock::time_point at) {
            self->timer.expires_at(at);
            self->timer.async_wait([self](const error_code&) { self->check(); });
        }
        void check() {
            if (over || Clock::now() < timer.expiry()) {
                return;
            }
            passed = true;
            error_code ignored;
            socket->close(ignored);
        }

        std::shared_ptr<tcp::socket> socket;
        asio::steady_timer timer;
        bool over = false;
        bool passed = false;
    };

    std::shared_ptr<State> state_;
};

using Parser = http::response_parser<http::string_body>;

/// Feeds the parser with what lies in the buffer.
error_code parse(Parser& parser, beast::flat_buffer& buffer) {
    error_code error;
    while (!error && !parser.is_done() && buffer.size() > 0) {
        buffer.consume(parser.put(buffer.data(), error));
    }
    return error == http::error::need_more ? error_code{} : error;
}

/// Reads one answer. Every byte counts against the limit: a chunk's extensions and the trailers
/// too, which no limit of the parser covers.
asio::awaitable<error_code> read_answer(std::shared_ptr<tcp::socket> socket,
                                        beast::flat_buffer* buffer, Parser* parser,
                                        std::size_t bytes_left, Deadline* deadline,
                                        milliseconds timeout) {
    bool is_first = true;
    while (!parser->is_done()) {
        if (bytes_left == 0) {
            co_return http::error::body_limit;
        }
        if (buffer->size() == unparsed_bytes_max) {
            co_return http::error::buffer_overflow;
        }
        const std::size_t room = std::min(bytes_left, unparsed_bytes_max - buffer->size());
        error_code error;
        const std::size_t size = co_await socket->async_read_some(
            buffer->prepare(room), asio::redirect_error(asio::use_awaitable, error));
        if (error == asio::error::eof) {
            error = http::error::end_of_stream;
            if (parser->got_some()) {
                parser->put_eof(error);
            }
            co_return error;
        }
        if (error) {
            co_return error;
        }
        if (std::exchange(is_first, false)) {
            deadline->shorten_to(timeout);
        }
        bytes_left -= size;
        buffer->commit(size);
        if (const error_code bad = parse(*parser, *buffer)) {
            co_return bad;
        }
    }
    co_return error_code{};
}

}  // namespace

HttpConnection::HttpConnection(asio::any_io_executor executor)
    : socket_(std::make_shared<tcp::socket>(std::move(executor))), buffer_(unparsed_bytes_max) {}

HttpConnection::~HttpConnection() = default;

asio::awaitable<error_code> HttpConnection::connect(std::string host, std::uint16_t port,
                                                    milliseconds timeout) {
    error_code error;
    tcp::resolver resolver(socket_->get_executor());
    const auto endpoints = co_await resolver.async_resolve(
        host, std::to_string(port), asio::redirect_error(asio::use_awaitable, error));
    if (!error && closed_) {
        error = asio::error::operation_aborted;
    }
    if (error) {
        co_return error;
    }
    const Deadline deadline(socket_, timeout);
    co_await asio::async_connect(*socket_, endpoints,
                                 asio::redirect_error(asio::use_awaitable, error));
    if (deadline.passed()) {
        co_return beast::error::timeout;
    }
    if (!error) {
        set_options(*socket_);
    }
    co_return error;
}

asio::awaitable<HttpConnection::AnswerResult> HttpConnection::post(HttpPost request) {
    reusable_ = false;
    Deadline deadline(socket_, request.answer_timeout);
    error_code error;
    const auto message = message_of(request);
    co_await http::async_write(*socket_, message, asio::redirect_error(asio::use_awaitable, error));
    Parser parser;
    parser.eager(true);
    parser.body_limit(request.response_bytes_max);
    if (!error) {
        error = co_await read_answer(socket_, &buffer_, &parser, request.response_bytes_max,
                                     &deadline, request.timeout);
    }
    if (deadline.passed()) {
        co_return Unexpected{error_code{beast::error::timeout}};
    }
    if (error) {
        co_return Unexpected{error};
    }
    reusable_ = parser.keep_alive() && buffer_.size() == 0 && !closed_;
    HttpAnswer answer;
    answer.status = parser.get().result_int();
    answer.body = std::move(parser.get().body());
    co_return answer;
}

bool HttpConnection::reusable() const {
    error_code error;
    return reusable_ && socket_->available(error) == 0;
}

void HttpConnection::close() {
    closed_ = true;
    reusable_ = false;
    error_code ignored;
    socket_->close(ignored);
}

}  // namespace sluice::protocol
