#pragma once
/// What a new connection speaks, told by its first bytes: Stratum, or something that found the
/// port by mistake. Pure, any thread.

#include <string_view>

namespace sluice::pool {

enum class PeerProtocol {
    undecided,  ///< too few bytes
    stratum,
    http,          ///< a browser, a getwork miner, a health check
    tls,           ///< a client hello; the peer will try again in plain text
    proxy_header,  ///< HAProxy's PROXY protocol, version 1 or 2
    junk,
};

/// `bytes` is everything received so far. Blank lines and NUL bytes may come before a message.
[[nodiscard]] PeerProtocol detect_protocol(std::string_view bytes) noexcept;

/// What an HTTP client is told before the connection closes.
inline constexpr std::string_view http_refusal =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain\r\n"
    "Content-Length: 43\r\n"
    "Connection: close\r\n"
    "\r\n"
    "This port speaks Stratum V1 to miners only\n";

}  // namespace sluice::pool
