#pragma once
/// Messages of Stratum V1: one JSON object a line, either a request (method and params; without
/// an id, or with a null one, a notification) or a reply (result and error). Reading keeps the id
/// as text, so that it is echoed with the very digits the peer sent. Pure functions, any thread.

#include "base/result.hpp"
#include "protocol/stratum_v1/error.hpp"

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sluice::protocol::stratum_v1 {

using Json = nlohmann::json;

/// An id as a JSON token: `7`, `1.50`, `"auth"` or `null`.
struct MessageId {
    std::string text = "null";

    [[nodiscard]] bool is_null() const noexcept { return text == "null"; }
    bool operator==(const MessageId&) const = default;

    [[nodiscard]] static MessageId number(std::int64_t value);
};

struct Request {
    MessageId id;
    std::string method;
    Json params;  ///< as sent; missing is null

    bool operator==(const Request&) const = default;
};

struct ReplyError {
    int code = 0;
    std::string text;

    bool operator==(const ReplyError&) const = default;
};

struct Reply {
    MessageId id;
    Json result;
    std::optional<ReplyError> error;

    bool operator==(const Reply&) const = default;
};

using Message = std::variant<Request, Reply>;

/// `id` is the one read before the mistake was met, null when there was none.
struct ReadFailure {
    StratumError error;
    MessageId id;

    bool operator==(const ReadFailure&) const = default;
};

/// Reads one line without its newline, within the limits of limits.hpp (the caller bounds the
/// line's length). Of repeated members the last one counts; unknown members are ignored.
[[nodiscard]] Result<Message, ReadFailure> read_message(std::string_view line);

/// A request's or notification's value: its method's name, and params both ways
/// (`static Result<M, StratumError> from_params(const Json&)`).
template <class M>
concept RequestValue = requires(const M& value, const Json& json) {
    { M::method } -> std::convertible_to<std::string_view>;
    { value.params() } -> std::same_as<Json>;
    { M::from_params(json) } -> std::same_as<Result<M, StratumError>>;
};

/// A successful reply's value: its result both ways.
template <class R>
concept ReplyValue = requires(const R& value, const Json& json) {
    { value.result() } -> std::same_as<Json>;
    { R::from_result(json) } -> std::same_as<Result<R, StratumError>>;
};

/// All encoders give one line ending in '\n'; `result` and `error` are both present in a reply.
[[nodiscard]] std::string encode_request(const MessageId& id, std::string_view method,
                                         const Json& params);
[[nodiscard]] std::string encode_result(const MessageId& id, const Json& result);
[[nodiscard]] std::string encode_error(const MessageId& id, RejectCode code, std::string_view text);

[[nodiscard]] std::string encode(const MessageId& id, const RequestValue auto& request) {
    return encode_request(id, request.method, request.params());
}
[[nodiscard]] std::string encode_notification(const RequestValue auto& request) {
    return encode_request(MessageId{}, request.method, request.params());
}
[[nodiscard]] std::string encode_reply(const MessageId& id, const ReplyValue auto& reply) {
    return encode_result(id, reply.result());
}

}  // namespace sluice::protocol::stratum_v1
