#include "miner/pools/pool_url.hpp"

#include "base/ascii.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace sluice::miner {
namespace {

constexpr std::string_view scheme = "stratum+tcp://";
/// What other miners write for the same.
constexpr std::array<std::string_view, 3> plain_schemes{scheme, "stratum://", "tcp://"};
constexpr std::array<std::string_view, 8> tls_schemes{
    "stratum+ssl://", "stratum+tls://", "stratum+tcps://", "stratums://",
    "stratumss://",   "ssl://",         "tls://",          "tcps://"};
constexpr std::array<std::string_view, 3> solo_schemes{"http://", "https://", "getwork://"};
constexpr std::array<std::string_view, 2> v2_schemes{"stratum2+tcp://", "stratum2://"};
/// Wishes behind the address that the miner fulfils anyway: it subscribes to extranonce changes at
/// every pool, and asks nobody for the coinbase.
constexpr std::array<std::string_view, 2> needless_wishes{"#xnsub", "#skipcbcheck"};

Unexpected<std::string> refuse(std::string_view text, std::string_view what) {
    return Unexpected{"pool address \"" + std::string{text} + "\": " + std::string{what} +
                      "; the form is stratum+tcp://HOST:PORT, for example "
                      "stratum+tcp://127.0.0.1:3333"};
}

bool starts_with(std::string_view text, std::string_view start) {
    return text.size() >= start.size() && same_host(text.substr(0, start.size()), start);
}

template <std::size_t N>
bool starts_with_one_of(std::string_view text, const std::array<std::string_view, N>& starts) {
    return std::ranges::any_of(starts, [&](auto start) { return starts_with(text, start); });
}

/// What a scheme that is not Stratum over TCP calls for; empty: there is none.
std::string_view scheme_fault(std::string_view text) {
    if (starts_with_one_of(text, tls_schemes)) {
        return "TLS is not supported: take the pool's plain port";
    }
    if (starts_with_one_of(text, solo_schemes)) {
        return "the miner speaks Stratum only; to mine on a node of your own run sluice-pool, "
               "which fetches its block templates, and name that pool";
    }
    if (starts_with_one_of(text, v2_schemes)) {
        return "Stratum V2 is not supported: take the pool's V1 port";
    }
    if (text.find("://") != std::string_view::npos && !starts_with_one_of(text, plain_schemes)) {
        return "the scheme is unknown";
    }
    return {};
}

}  // namespace

bool same_host(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, to_lower, to_lower);
}

std::string PoolUrl::text() const {
    const bool is_ipv6 = host.find(':') != std::string::npos;
    return std::string{scheme} + (is_ipv6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<PoolUrl> parse_pool_url(std::string_view text) {
    if (const std::string_view fault = scheme_fault(text); !fault.empty()) {
        return refuse(text, fault);
    }
    std::string_view rest = text;
    if (const std::size_t slashes = rest.find("://"); slashes != std::string_view::npos) {
        rest.remove_prefix(slashes + 3);
    }
    for (const std::string_view wish : needless_wishes) {
        if (rest.size() >= wish.size() && same_host(rest.substr(rest.size() - wish.size()), wish)) {
            rest.remove_suffix(wish.size());
        }
    }
    if (rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    if (const std::size_t tail = rest.find_first_of("/?#"); tail != std::string_view::npos) {
        return refuse(text, "what stands behind the address, \"" + std::string{rest.substr(tail)} +
                                "\", means nothing to a Stratum pool");
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
    if (host.empty() || host.find_first_of(" []") != std::string_view::npos) {
        return refuse(text, "the host is missing or is no host name");
    }
    return PoolUrl{std::string{host}, static_cast<std::uint16_t>(port)};
}

}  // namespace sluice::miner
