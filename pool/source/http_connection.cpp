#include "pool/source/http_connection.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http.hpp>

#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

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

}  // namespace

HttpConnection::HttpConnection(asio::any_io_executor executor) : stream_(std::move(executor)) {}

asio::awaitable<boost::system::error_code> HttpConnection::connect(
    std::string host, std::uint16_t port, std::chrono::milliseconds timeout) {
    boost::system::error_code error;
    tcp::resolver resolver(stream_.get_executor());
    const auto endpoints = co_await resolver.async_resolve(
        host, std::to_string(port), asio::redirect_error(asio::use_awaitable, error));
    if (!error && closed_) {
        error = asio::error::operation_aborted;
    }
    if (error) {
        co_return error;
    }
    stream_.expires_after(timeout);
    co_await stream_.async_connect(endpoints, asio::redirect_error(asio::use_awaitable, error));
    if (!error) {
        boost::system::error_code ignored;
        stream_.socket().set_option(tcp::no_delay(true), ignored);
    }
    co_return error;
}

asio::awaitable<HttpConnection::AnswerResult> HttpConnection::post(HttpPost request) {
    reusable_ = false;
    boost::system::error_code error;
    const auto message = message_of(request);
    stream_.expires_after(request.timeout);
    co_await http::async_write(stream_, message, asio::redirect_error(asio::use_awaitable, error));
    http::response_parser<http::string_body> parser;
    parser.body_limit(request.response_bytes_max);
    if (!error) {
        co_await http::async_read(stream_, buffer_, parser,
                                  asio::redirect_error(asio::use_awaitable, error));
    }
    if (error) {
        co_return Unexpected{error};
    }
    stream_.expires_never();
    reusable_ = parser.keep_alive() && !closed_;
    HttpAnswer answer;
    answer.status = parser.get().result_int();
    answer.body = std::move(parser.get().body());
    co_return answer;
}

void HttpConnection::close() {
    closed_ = true;
    reusable_ = false;
    stream_.close();
}

}  // namespace sluice::pool
