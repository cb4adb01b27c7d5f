#include "miner/pool_url.hpp"

#include "protocol/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice::miner {
namespace {

constexpr std::string_view scheme = "stratum+tcp://";
constexpr std::array<std::string_view, 4> tls_schemes{"stratum+ssl://", "stratum+tls://",
                                                      "stratum+tcps://", "stratums://"};

Unexpected<std::string> refuse(std::string_view text, std::string_view what) {
    return Unexpected{"pool address \"" + std::string{text} + "\": " + std::string{what} +
                      "; the form is stratum+tcp://HOST:PORT, for example "
                      "stratum+tcp://127.0.0.1:3333"};
}

}  // namespace

bool same_host(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, protocol::to_lower, protocol::to_lower);
}

std::string PoolUrl::text() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return std::string{scheme} + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<PoolUrl> parse_pool_url(std::string_view text) {
    if (std::ranges::any_of(tls_schemes, [&](auto tls) { return text.starts_with(tls); })) {
        return refuse(text, "TLS is not supported");
    }
    if (!text.starts_with(scheme)) {
        return refuse(text, "the scheme is missing or unknown");
    }
    std::string_view rest = text.substr(scheme.size());
    if (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    if (rest.find('@') != std::string_view::npos) {
        return refuse(text, "user and password are given with -u and -p");
    }
    const std::size_t colon = rest.rfind(':');
    if (colon == std::string_view::npos || rest.ends_with(']')) {
        return refuse(text, "the port is missing");
    }
    const std::string_view port_text = rest.substr(colon + 1);
    std::string_view host = rest.substr(0, colon);
    unsigned port = 0;
    const auto [end, error] =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (error != std::errc{} || end != port_text.data() + port_text.size() || port == 0 ||
        port > 65535) {
        return refuse(text, "the port is not a number from 1 to 65535");
    }
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
    } else if (host.find(':') != std::string_view::npos) {
        return refuse(text, "an IPv6 address stands in brackets");
    }
    if (host.empty() || host.find_first_of(" /?#[]") != std::string_view::npos) {
        return refuse(text, "the host is missing or is no host name");
    }
    return PoolUrl{std::string{host}, static_cast<std::uint16_t>(port)};
}

}  // namespace sluice::miner
