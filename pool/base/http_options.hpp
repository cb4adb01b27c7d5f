#pragma once
/// HttpOptions: where the page is served, and its limits. Regular value.

#include "pool/base/endpoint.hpp"

#include <chrono>
#include <cstddef>
#include <vector>

namespace sluice::pool {

struct HttpOptions {
    /// Numeric; port 0: any free one. Empty: no HTTP.
    std::vector<Endpoint> listen{{"127.0.0.1", 8080}};
    /// Browsers open up to six each. Beyond the limit the connection that has been idle longest, of
    /// the address that has most, makes way for the new one.
    std::size_t connections_max = 256;
    /// Of one address, likewise; a reverse proxy in front of the page needs a higher one.
    std::size_t connections_per_address_max = 64;
    std::size_t header_size_bytes_max = 8 * 1024;
    /// To receive a whole request header, idle time between requests included.
    std::chrono::milliseconds read_timeout{15'000};
    std::chrono::milliseconds write_timeout{30'000};

    bool operator==(const HttpOptions&) const = default;
};

}  // namespace sluice::pool
