#include "pool/source/rpc_codec.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <cstddef>
#include <utility>

namespace sluice::pool {
namespace {

/// Letters of a strange answer or of a node's error that a message repeats.
constexpr std::size_t excerpt_size_max = 200;

/// The beginning of a peer's text, safe for a log line.
std::string excerpt(std::string_view text) {
    std::string out(text.substr(0, excerpt_size_max));
    std::ranges::replace_if(
        out, [](unsigned char letter) { return letter < 0x20 || letter >= 0x7f; }, ' ');
    return text.size() > excerpt_size_max ? out + "..." : out;
}

RpcError bad_reply(unsigned http_status, std::string_view body, std::string_view node) {
    return {.kind = RpcErrorKind::bad_reply,
            .node = std::string(node),
            .detail = "HTTP " + std::to_string(http_status) + ", \"" + excerpt(body) + "\""};
}

/// The integer code of an error object; 0 when it has none that fits.
int code_of(const nlohmann::json& error) {
    const auto at = error.find("code");
    return at != error.end() && at->is_number_integer() ? at->get<int>() : 0;
}

std::string text_of(const nlohmann::json& error) {
    const auto at = error.find("message");
    return excerpt(at != error.end() && at->is_string() ? at->get_ref<const std::string&>()
                                                        : error.dump());
}

}  // namespace

std::string encode_rpc_request(std::string_view method, nlohmann::json params) {
    nlohmann::json request = nlohmann::json::object();
    request["jsonrpc"] = "1.0";
    request["id"] = 1;
    request["method"] = method;
    request["params"] = std::move(params);
    return request.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

RpcResult decode_rpc_reply(unsigned http_status, std::string_view body, std::string_view node) {
    if (http_status == 401) {
        return Unexpected{RpcError{RpcErrorKind::unauthorised, std::string(node), {}}};
    }
    if (http_status == 403) {
        return Unexpected{RpcError{RpcErrorKind::forbidden, std::string(node), {}}};
    }
    nlohmann::json reply = nlohmann::json::parse(body, nullptr, false);
    if (!reply.is_object()) {
        return Unexpected{bad_reply(http_status, body, node)};
    }
    if (const auto error = reply.find("error"); error != reply.end() && error->is_object()) {
        return Unexpected{RpcError{.kind = RpcErrorKind::rpc,
                                   .node = std::string(node),
                                   .detail = text_of(*error),
                                   .code = code_of(*error)}};
    }
    const auto result = reply.find("result");
    if (result == reply.end() || http_status != 200) {
        return Unexpected{bad_reply(http_status, body, node)};
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

}  // namespace sluice::pool
