#include "protocol/node_rpc/rpc_codec.hpp"

#include "base/printable.hpp"
#include "protocol/node_rpc/rpc_json.hpp"

#include <openssl/evp.h>

#include <cstddef>
#include <utility>

namespace sluice::protocol {
namespace {

/// Letters of a strange answer or of a node's error that a message repeats.
constexpr std::size_t excerpt_size_max = 200;

RpcError bad_reply(unsigned http_status, std::string_view body, std::string_view node,
                   std::string_view problem) {
    return {.kind = RpcErrorKind::bad_reply,
            .node = std::string(node),
            .detail = std::string(problem) + " in HTTP " + std::to_string(http_status) + ", \"" +
                      printable(body, excerpt_size_max, ' ') + "\""};
}

/// The integer code of an error object; 0 when it has none that fits.
int code_of(const nlohmann::json& error) {
    const auto at = error.find("code");
    return at != error.end() && at->is_number_integer() ? at->get<int>() : 0;
}

std::string text_of(const nlohmann::json& error) {
    const auto at = error.find("message");
    return at != error.end() && at->is_string()
               ? printable(at->get_ref<const std::string&>(), excerpt_size_max, ' ')
               : std::string("an error without a message");
}

}  // namespace

std::string encode_rpc_request(std::uint64_t id, std::string_view method, nlohmann::json params) {
    nlohmann::json request = nlohmann::json::object();
    request["jsonrpc"] = "1.0";
    request["id"] = id;
    request["method"] = method;
    request["params"] = std::move(params);
    return request.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

RpcResult decode_rpc_reply(unsigned http_status, std::string_view body, std::string_view node,
                           std::uint64_t id) {
    if (http_status == 401) {
        return Unexpected{RpcError{RpcErrorKind::unauthorised, std::string(node), {}}};
    }
    if (http_status == 403) {
        return Unexpected{RpcError{RpcErrorKind::forbidden, std::string(node), {}}};
    }
    Result<nlohmann::json> reply = parse_rpc_json(body);
    if (!reply) {
        return Unexpected{bad_reply(http_status, body, node, reply.error())};
    }
    if (!reply->is_object()) {
        return Unexpected{bad_reply(http_status, body, node, "no object")};
    }
    if (const auto answered = reply->find("id"); answered == reply->end() || *answered != id) {
        return Unexpected{bad_reply(http_status, body, node, "the answer to another request")};
    }
    if (const auto error = reply->find("error"); error != reply->end() && error->is_object()) {
        return Unexpected{RpcError{.kind = RpcErrorKind::rpc,
                                   .node = std::string(node),
                                   .detail = text_of(*error),
                                   .code = code_of(*error)}};
    }
    const auto result = reply->find("result");
    if (result == reply->end() || http_status != 200) {
        return Unexpected{bad_reply(http_status, body, node, "no result")};
    }
    return std::move(*result);
}

std::string basic_authorization(std::string_view user_and_password) {
    // Base64 makes four letters of three bytes; OpenSSL appends a zero byte.
    std::string encoded((user_and_password.size() + 2) / 3 * 4 + 1, '\0');
    const int size =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                        reinterpret_cast<const unsigned char*>(user_and_password.data()),
                        static_cast<int>(user_and_password.size()));
    encoded.resize(static_cast<std::size_t>(size));
    return "Basic " + encoded;
}

}  // namespace sluice::protocol
