#pragma once
/// HttpServer: serves the page, the JSON API and the Prometheus metrics from a Monitor, read only
/// (GET and HEAD), on a thread of its own. It never touches anything but the Monitor, so that a
/// flood of requests costs the pool no share. HTTP/1.1 after RFC 9110 and RFC 9112. Start and stop
/// from one thread.

#include "base/result.hpp"
#include "pool/base/http_options.hpp"
#include "pool/http/http_session.hpp"
#include "pool/monitor/monitor.hpp"

#include <boost/asio/io_context.hpp>

#include <cstdint>
#include <thread>

namespace sluice::pool {

class HttpServer {
public:
    /// The Monitor must outlive the server.
    HttpServer(HttpOptions options, const Monitor& monitor, HttpClock clock);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens on every endpoint and serves. The error says which endpoint, why, and what to do;
    /// then nothing is served.
    [[nodiscard]] Result<void> start();

    /// The real port of the first endpoint; 0 before start().
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Drops every connection and joins the thread. The destructor does it too.
    void stop();

private:
    HttpContext context_;
    /// Declared after what sessions refer to: its destruction ends them.
    boost::asio::io_context io_{1};
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace sluice::pool
