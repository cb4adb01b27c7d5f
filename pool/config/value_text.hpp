#pragma once
/// Configuration values as people write them: addresses to listen on, node URLs, version masks, and
/// any field as TOML text. Pure, any thread.

#include "base/result.hpp"
#include "pool/config/pool_config.hpp"
#include "pool/config/schema.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

/// What is wrong with a value, and what would be right.
struct ValueProblem {
    std::string problem;
    std::string remedy;

    bool operator==(const ValueProblem&) const = default;
};

/// "127.0.0.1:3333" or "[::1]:3333"; numeric addresses only. Port 0 lets the system choose.
[[nodiscard]] Result<Endpoint, ValueProblem> parse_endpoint(std::string_view text);

/// Of another machine: the host may be a name, and the port is not 0.
[[nodiscard]] Result<Endpoint, ValueProblem> parse_host_and_port(std::string_view text);
[[nodiscard]] std::string to_text(const Endpoint& endpoint);

/// "http://host:port" with an optional path; the host may be a name.
[[nodiscard]] Result<HttpUrl, ValueProblem> parse_http_url(std::string_view text);
[[nodiscard]] std::string to_text(const HttpUrl& url);

/// Eight hex digits; bits 29 to 31 must be clear, since BIP9 fixes them.
[[nodiscard]] Result<std::uint32_t, ValueProblem> parse_version_mask(std::string_view text);

/// A whole number without a point or exponent, otherwise the shortest decimal that reads back as
/// the same number.
[[nodiscard]] std::string to_text(double value);

/// The field's value in TOML's syntax, as it stands behind "key = ".
[[nodiscard]] std::string toml_text(const FieldRef& field);
/// What the field holds: "text", "whole number", ...
[[nodiscard]] std::string_view type_name(const FieldRef& field);
/// "1 to 8 bytes", "one of a, b" or empty; what `info` allows.
[[nodiscard]] std::string allowed_text(const KeyInfo& info);

}  // namespace sluice::pool
