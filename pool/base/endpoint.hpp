#pragma once
/// Endpoint: an address and a port, where a server listens or another one is. Regular value.

#include <cstdint>
#include <string>

namespace sluice::pool {

/// "127.0.0.1:3333" or "[::1]:3333".
struct Endpoint {
    std::string host;
    std::uint16_t port = 0;

    bool operator==(const Endpoint&) const = default;
};

}  // namespace sluice::pool
