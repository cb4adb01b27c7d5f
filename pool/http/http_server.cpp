#include "pool/http/http_server.hpp"

#include "pool/base/listen_error.hpp"
#include "pool/base/log_exception.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <thread>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// After a failed accept (out of descriptors, mostly): long enough for some to come free.
constexpr std::chrono::milliseconds accept_retry_delay{100};

Result<tcp::acceptor> listen_on(asio::io_context& context, const Endpoint& endpoint) {
    const std::string place = endpoint.host + ":" + std::to_string(endpoint.port);
    boost::system::error_code error;
    const auto address = asio::ip::make_address(endpoint.host, error);
    if (error) {
        return Unexpected{"cannot serve HTTP on " + place + ": \"" + endpoint.host +
                          "\" is no IP address; give one, for example 127.0.0.1"};
    }
    const tcp::endpoint local(address, endpoint.port);
    tcp::acceptor acceptor(context);
    acceptor.open(local.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error) {
        acceptor.bind(local, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        return Unexpected{"cannot serve HTTP on " + place + ": " +
                          listen_error(error.value(), "[http] listen")};
    }
    return acceptor;
}

asio::awaitable<void> accept_connections(tcp::acceptor acceptor, HttpContext* context) {
    asio::steady_timer pause(acceptor.get_executor());
    for (;;) {
        auto [error, socket] = co_await acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
        if (error) {
            pause.expires_after(accept_retry_delay);
            co_await pause.async_wait(asio::use_awaitable);
        } else {
            asio::co_spawn(acceptor.get_executor(), serve_connection(std::move(socket), context),
                           log_exception("http connection"));
        }
    }
}

}  // namespace

HttpServer::HttpServer(HttpOptions options, const Monitor& monitor, HttpClock clock)
    : context_{.options = std::move(options),
               .monitor = monitor,
               .clock = std::move(clock),
               .connections = {}} {}

HttpServer::~HttpServer() { stop(); }

Result<void> HttpServer::start() {
    std::vector<tcp::acceptor> acceptors;
    for (const Endpoint& endpoint : context_.options.listen) {
        auto acceptor = listen_on(io_, endpoint);
        if (!acceptor) {
            return Unexpected{acceptor.error()};
        }
        acceptors.push_back(std::move(acceptor).value());
    }
    if (acceptors.empty()) {
        return {};
    }
    port_ = acceptors.front().local_endpoint().port();
    for (tcp::acceptor& acceptor : acceptors) {
        asio::co_spawn(io_, accept_connections(std::move(acceptor), &context_),
                       log_exception("http acceptor"));
    }
    thread_ = std::thread([this] { io_.run(); });
    return {};
}

void HttpServer::stop() {
    io_.stop();
    if (thread_.joinable()) {
        thread_.join();
    }
}

}  // namespace sluice::pool
