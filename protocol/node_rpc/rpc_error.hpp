#pragma once
/// RpcError: why a node's JSON-RPC gave no result, as a value with a message for the operator.
/// Regular value, any thread.

#include <string>

namespace sluice::protocol {

enum class RpcErrorKind {
    unreachable,   ///< no connection, or it broke before the answer
    timeout,       ///< connected, no whole answer in time
    unauthorised,  ///< HTTP 401: user or password wrong
    forbidden,     ///< HTTP 403: this machine may not call
    cookie,        ///< the cookie file cannot be read
    too_large,     ///< the answer exceeds the limit
    bad_reply,     ///< not a JSON-RPC answer
    rpc,           ///< the node answered with an error
    stopped,       ///< the client was stopped meanwhile
};

/// Codes of Bitcoin Core's src/rpc/protocol.h that a pool meets.
namespace rpc_code {
inline constexpr int invalid_parameter = -8;   ///< getblocktemplate without a rule that it needs
inline constexpr int not_connected = -9;       ///< the node has no peers
inline constexpr int initial_download = -10;   ///< the node is still fetching old blocks
inline constexpr int cannot_decode = -22;      ///< submitblock: no block
inline constexpr int warming_up = -28;         ///< the node is starting
inline constexpr int unknown_method = -32601;  ///< JSON-RPC's own
}  // namespace rpc_code

struct RpcError {
    RpcErrorKind kind = RpcErrorKind::unreachable;
    std::string node;    ///< "127.0.0.1:8332"
    std::string detail;  ///< the system's or the node's words
    int code = 0;        ///< of an rpc error

    bool operator==(const RpcError&) const = default;
};

/// One sentence: which node, what is wrong, what to do. Never holds a credential.
[[nodiscard]] std::string message(const RpcError& error);

}  // namespace sluice::protocol
