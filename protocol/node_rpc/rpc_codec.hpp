#pragma once
/// JSON-RPC 1.0 as Bitcoin-like nodes speak it over HTTP: the request's text, and what an HTTP
/// answer means. No sockets. Pure, any thread.

#include "base/result.hpp"
#include "protocol/node_rpc/rpc_error.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::protocol {

using RpcResult = Result<nlohmann::json, RpcError>;

[[nodiscard]] std::string encode_rpc_request(std::uint64_t id, std::string_view method,
                                             nlohmann::json params);

/// The `result` member, or the error that the node reports in HTTP's or JSON-RPC's way. Nodes send
/// RPC errors with status 200 or 500. An answer with another id than `id` is a bad reply: what came
/// belongs to somebody else's question. `node` names the node in errors.
[[nodiscard]] RpcResult decode_rpc_reply(unsigned http_status, std::string_view body,
                                         std::string_view node, std::uint64_t id);

/// Value of the Authorization header (RFC 7617) for "user:password".
[[nodiscard]] std::string basic_authorization(std::string_view user_and_password);

}  // namespace sluice::protocol
