#pragma once
/// Asks a server on this machine for JSON: HTTP/1.0 (RFC 1945), one request a connection.
/// Thread-safe.

#include "base/result.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace sluice::lab {

/// What http://127.0.0.1:PORT/PATH answers within five seconds.
[[nodiscard]] Result<nlohmann::json, std::string> get_json(std::uint16_t port,
                                                           const std::string& path);

}  // namespace sluice::lab
