#include "pool/config/value_text.hpp"

#include "base/hex.hpp"
#include "protocol/bitcoin/block_header.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <optional>
#include <type_traits>

namespace sluice::pool {
namespace {

constexpr std::size_t host_size_max = 253;  // RFC 1035, section 2.3.4, as text
constexpr std::size_t url_path_size_max = 1024;

struct HostAndPort {
    std::string_view host;
    std::string_view port;
};

/// Splits at the last colon outside brackets; the port is empty when there is none.
HostAndPort split_host_port(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t close = text.find("]:");
        if (close == std::string_view::npos) {
            return {text, {}};
        }
        return {text.substr(1, close - 1), text.substr(close + 2)};
    }
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos) {
        return {text, {}};
    }
    return {text.substr(0, colon), text.substr(colon + 1)};
}

std::optional<std::uint16_t> parse_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return port;
}

bool is_numeric_address(const std::string& host) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    return inet_pton(AF_INET, host.c_str(), address.data()) == 1 ||
           inet_pton(AF_INET6, host.c_str(), address.data()) == 1;
}

/// Letters of a host name or numeric address, and nothing that could break a request line.
bool is_host(std::string_view host) {
    constexpr std::string_view allowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:";
    return !host.empty() && host.size() <= host_size_max &&
           host.find_first_not_of(allowed) == std::string_view::npos;
}

bool is_path(std::string_view path) {
    return path.size() <= url_path_size_max &&
           std::ranges::all_of(path, [](char letter) { return letter > ' ' && letter < '\x7f'; });
}

std::string host_and_port(std::string_view host, std::uint16_t port) {
    const bool bracketed = host.find(':') != std::string_view::npos;
    std::string text(bracketed ? "[" : "");
    text.append(host).append(bracketed ? "]:" : ":");
    return text + std::to_string(port);
}

/// A TOML basic string; the defaults hold no letter that needs more than these escapes.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') {
            out += '\\';
        }
        out += letter;
    }
    return out + '"';
}

template <class T, class ToText>
std::string toml_list(const std::vector<T>& values, ToText to_toml) {
    std::string out = "[";
    for (const T& value : values) {
        out += (out.size() > 1 ? ", " : "") + to_toml(value);
    }
    return out + "]";
}

}  // namespace

Result<Endpoint, ValueProblem> parse_endpoint(std::string_view text) {
    const auto [host, port_text] = split_host_port(text);
    const std::optional<std::uint16_t> port = parse_port(port_text);
    if (!port) {
        return Unexpected{ValueProblem{in_quotes(text) + " has no valid port",
                                       "address:port with a port from 0 to 65535, such as "
                                       "\"127.0.0.1:3333\" or \"[::1]:3333\""}};
    }
    Endpoint endpoint{std::string(host), *port};
    if (!is_numeric_address(endpoint.host)) {
        return Unexpected{ValueProblem{in_quotes(endpoint.host) + " is not a numeric address",
                                       "an address of this machine such as 127.0.0.1, 0.0.0.0 "
                                       "(all of IPv4) or [::] (all)"}};
    }
    return endpoint;
}

Result<Endpoint, ValueProblem> parse_host_and_port(std::string_view text) {
    const auto [host, port_text] = split_host_port(text);
    const std::optional<std::uint16_t> port = parse_port(port_text);
    if (!port || *port == 0 || !is_host(host)) {
        return Unexpected{ValueProblem{in_quotes(text) + " is not a host and a port",
                                       "host:port, such as \"pool.example.com:3333\""}};
    }
    return Endpoint{std::string(host), *port};
}

std::string to_text(const Endpoint& endpoint) {
    return host_and_port(endpoint.host, endpoint.port);
}

Result<HttpUrl, ValueProblem> parse_http_url(std::string_view text) {
    constexpr std::string_view scheme = "http://";
    const auto wrong = [](std::string problem) {
        return Unexpected{ValueProblem{std::move(problem),
                                       "http://host:port, such as \"http://127.0.0.1:8332\""}};
    };
    if (text.starts_with("https://")) {
        return Unexpected{ValueProblem{"https is not supported",
                                       "http:// to this machine or through a tunnel (ssh -L)"}};
    }
    if (!text.starts_with(scheme)) {
        return wrong("does not start with http://");
    }
    std::string_view rest = text.substr(scheme.size());
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    const std::string_view path = rest.substr(slash);
    rest = rest.substr(0, slash);
    if (rest.find('@') != std::string_view::npos) {
        return Unexpected{ValueProblem{"holds credentials",
                                       "the user in the key user, the password in password"}};
    }
    const auto [host, port_text] = split_host_port(rest);
    const std::optional<std::uint16_t> port = parse_port(port_text);
    if (!port || *port == 0) {
        return wrong("has no port from 1 to 65535");
    }
    if (!is_host(host)) {
        return wrong("has no valid host");
    }
    if (!is_path(path)) {
        return wrong("has a path that a request cannot carry");
    }
    return HttpUrl{std::string(host), *port, path.empty() ? "/" : std::string(path)};
}

std::string to_text(const HttpUrl& url) {
    return "http://" + host_and_port(url.host, url.port) + (url.path == "/" ? "" : url.path);
}

Result<std::uint32_t, ValueProblem> parse_version_mask(std::string_view text) {
    const std::optional<std::uint32_t> mask = from_hex_be32(text);
    if (!mask) {
        return Unexpected{
            ValueProblem{in_quotes(text) + " is not eight hex digits", "for example \"1fffe000\""}};
    }
    if ((*mask & protocol::version_bits_top_mask) != 0) {
        return Unexpected{ValueProblem{in_quotes(text) + " holds bits 29 to 31, which BIP9 fixes",
                                       "a mask within 1fffffff"}};
    }
    return *mask;
}

std::string to_text(double value) {
    constexpr double exact_integers_max = 9007199254740992;  // 2^53
    if (std::abs(value) < exact_integers_max && value == std::trunc(value)) {
        return std::to_string(static_cast<std::int64_t>(value));
    }
    std::array<char, 32> buffer;  // the shortest form of a double takes 24 characters at most
    const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    return {buffer.data(), end};
}

std::string toml_text(const FieldRef& field) {
    return std::visit(
        [](const auto* value) -> std::string {
            using T = std::remove_cvref_t<decltype(*value)>;
            if constexpr (std::is_same_v<T, std::string>) {
                return in_quotes(*value);
            } else if constexpr (std::is_same_v<T, bool>) {
                return *value ? "true" : "false";
            } else if constexpr (std::is_same_v<T, double>) {
                return to_text(*value);
            } else if constexpr (std::is_same_v<T, std::uint32_t>) {
                return in_quotes(to_hex_be32(*value));
            } else if constexpr (std::is_integral_v<T>) {
                return std::to_string(*value);
            } else if constexpr (requires { value->count(); }) {
                return std::to_string(value->count());
            } else if constexpr (std::is_same_v<T, HttpUrl>) {
                return in_quotes(to_text(*value));
            } else if constexpr (std::is_same_v<T, std::vector<Endpoint>>) {
                return toml_list(*value, [](const Endpoint& e) { return in_quotes(to_text(e)); });
            } else {
                return toml_list(*value, [](const std::string& text) { return in_quotes(text); });
            }
        },
        field);
}

std::string_view type_name(const FieldRef& field) {
    constexpr std::array<std::string_view, std::variant_size_v<FieldRef>> names{
        "text",         "whole number",      "number", "true or false", "hex digits",
        "list of text", "list of addresses", "URL",    "whole number",  "whole number",
        "whole number", "whole number"};
    return names[field.index()];
}

std::string allowed_text(const KeyInfo& info) {
    if (!info.choices.empty()) {
        std::string out = "one of ";
        for (const std::string_view choice : info.choices) {
            out += (choice == info.choices.front() ? "" : ", ") + std::string(choice);
        }
        return out;
    }
    if (!info.range.bounded()) {
        return {};
    }
    std::string out = to_text(info.range.max);
    if (info.range.min < info.range.max) {
        out = to_text(info.range.min) + " to " + out;
    }
    return info.range.unit.empty() ? out : out + " " + std::string(info.range.unit);
}

}  // namespace sluice::pool
