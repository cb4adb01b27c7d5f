#include "protocol/node_rpc/rpc_error.hpp"

namespace sluice::protocol {
namespace {

std::string rpc_message(const RpcError& error) {
    const std::string node = "node " + error.node;
    switch (error.code) {
        case rpc_code::invalid_parameter:
            return node + " wants the request otherwise: " + error.detail +
                   "; if it names template rules, add them to node.extra_rules";
        case rpc_code::not_connected:
            return node + " has no peers: " + error.detail + "; wait, or give it peers";
        case rpc_code::initial_download:
            return node + " is in initial block download: " + error.detail +
                   "; templates come when it has caught up";
        case rpc_code::warming_up:
            return node + " is starting: " + error.detail;
        default:
            return node + " answered with error " + std::to_string(error.code) + ": " +
                   error.detail;
    }
}

}  // namespace

std::string message(const RpcError& error) {
    const std::string node = "node " + error.node;
    switch (error.kind) {
        case RpcErrorKind::unreachable:
            return node + " is unreachable: " + error.detail +
                   "; is it running, and is node.url its RPC address?";
        case RpcErrorKind::timeout:
            return node + " did not answer in time: " + error.detail;
        case RpcErrorKind::unauthorised:
            return node +
                   " refused the credentials (HTTP 401); check node.user and "
                   "node.password, or node.cookie_file";
        case RpcErrorKind::forbidden:
            return node + " does not let this machine in (HTTP 403); see its rpcallowip";
        case RpcErrorKind::cookie:
            return "node.cookie_file: " + error.detail +
                   "; is the node running, and is this its data folder?";
        case RpcErrorKind::too_large:
            return node + " sent an answer over the limit: " + error.detail;
        case RpcErrorKind::bad_reply:
            return node + " did not answer in JSON-RPC: " + error.detail +
                   "; is node.url the RPC address of a node?";
        case RpcErrorKind::rpc:
            return rpc_message(error);
        case RpcErrorKind::stopped:
            return "the request to node " + error.node + " was given up: the pool is stopping";
    }
    return {};
}

}  // namespace sluice::protocol
