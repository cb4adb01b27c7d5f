#include "pool/server/protocol_detection.hpp"

#include <array>

namespace sluice::pool {
namespace {

/// First byte of a TLS record that holds a handshake (RFC 8446, section 5.1).
constexpr char tls_handshake = 0x16;

constexpr std::array<std::string_view, 9> http_methods{
    "GET ", "POST ", "HEAD ", "PUT ", "OPTIONS ", "CONNECT ", "DELETE ", "PATCH ", "PRI "};

/// First bytes of HAProxy's PROXY protocol (its specification, sections 2.1 and 2.2).
constexpr std::string_view proxy_v1 = "PROXY ";
constexpr std::string_view proxy_v2{"\r\n\r\n\0\r\nQUIT\n", 12};

}  // namespace

PeerProtocol detect_protocol(std::string_view bytes) noexcept {
    if (bytes.starts_with(proxy_v2)) {
        return PeerProtocol::proxy_header;
    }
    constexpr std::string_view skipped{"\0\r\n\t ", 5};
    const auto first = bytes.find_first_not_of(skipped);
    if (first == std::string_view::npos) {
        return PeerProtocol::undecided;
    }
    const std::string_view rest = bytes.substr(first);
    if (rest[0] == tls_handshake) {
        return PeerProtocol::tls;
    }
    // An array is refused as a batch, with a reply that says so.
    if (rest[0] == '{' || rest[0] == '[') {
        return PeerProtocol::stratum;
    }
    if (rest.starts_with(proxy_v1)) {
        return PeerProtocol::proxy_header;
    }
    if (proxy_v1.starts_with(rest)) {
        return PeerProtocol::undecided;
    }
    for (const std::string_view method : http_methods) {
        if (rest.starts_with(method)) {
            return PeerProtocol::http;
        }
        if (method.starts_with(rest)) {
            return PeerProtocol::undecided;
        }
    }
    return PeerProtocol::junk;
}

}  // namespace sluice::pool
