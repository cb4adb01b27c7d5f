#pragma once
/// One HTTP connection as a coroutine: read a request, answer it, again while it is kept alive. A
/// peer's mistake (bad syntax, too large a header, a body, silence) ends the connection, never the
/// server. Runs on the io_context of its socket.

#include "pool/base/http_options.hpp"
#include "pool/http/http_connections.hpp"
#include "pool/monitor/monitor.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <cstdint>
#include <functional>

namespace sluice::pool {

/// Unix time in milliseconds, asked once a request.
using HttpClock = std::function<std::int64_t()>;

/// What every session reads; outlives them all. Touched by the server's thread only.
struct HttpContext {
    HttpOptions options;
    const Monitor& monitor;
    HttpClock clock;
    HttpConnections connections;
};

boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              HttpContext* context);

}  // namespace sluice::pool
