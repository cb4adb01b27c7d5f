#pragma once
/// HttpServer: serves the page, the JSON API and the Prometheus metrics from a Monitor, read only
/// (GET and HEAD), on a thread of its own. It never touches anything but the Monitor, so that a
/// flood of requests costs the pool no share. HTTP/1.1 after RFC 9110 and RFC 9112. Start and stop
/// from one thread.

#include "base/result.hpp"
#include "pool/monitor/monitor.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sluice::pool {

struct HttpEndpoint {
    std::string address = "127.0.0.1";  ///< IPv4 or IPv6, no host name
    std::uint16_t port = 0;             ///< 0: any free one

    bool operator==(const HttpEndpoint&) const = default;
};

struct HttpOptions {
    std::vector<HttpEndpoint> listen{HttpEndpoint{}};
    /// Browsers open up to six each. Beyond the limit the connection that has been idle longest, of
    /// the address that has most, makes way for the new one.
    std::size_t connections_max = 256;
    /// Of one address, likewise; a reverse proxy in front of the page needs a higher one.
    std::size_t connections_per_address_max = 64;
    std::size_t header_size_bytes_max = 8 * 1024;
    /// To receive a whole request header, idle time between requests included.
    std::chrono::milliseconds read_timeout{15'000};
    std::chrono::milliseconds write_timeout{30'000};
};

class HttpServer {
public:
    /// Unix time in milliseconds, asked once a request.
    using Clock = std::function<std::int64_t()>;

    /// The Monitor must outlive the server.
    HttpServer(HttpOptions options, const Monitor& monitor, Clock clock);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Listens on every endpoint and serves. The error says which endpoint, why, and what to do;
    /// then nothing is served.
    [[nodiscard]] Result<void> start();

    /// The real port of the first endpoint; 0 before start().
    [[nodiscard]] std::uint16_t port() const noexcept;

    /// Drops every connection and joins the thread. The destructor does it too.
    void stop();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::pool
