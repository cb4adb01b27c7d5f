#include "protocol/stratum_v1/message.hpp"

#include "protocol/stratum_v1/envelope.hpp"

namespace sluice::protocol::stratum_v1 {
namespace {

/// Names and agents come from peers: whatever is not UTF-8 is replaced, never thrown about.
std::string dump(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// [code, text, traceback] as fielded, {code, message} of JSON-RPC 2.0, or a bare text.
ReplyError read_error(const Json& error) {
    ReplyError read{static_cast<int>(RejectCode::other), ""};
    const Json* code = nullptr;
    const Json* text = &error;
    if (error.is_array()) {
        code = error.empty() ? nullptr : &error[0];
        text = error.size() < 2 ? nullptr : &error[1];
    } else if (error.is_object()) {
        code = error.contains("code") ? &error["code"] : nullptr;
        text = error.contains("message") ? &error["message"] : nullptr;
    }
    if (code != nullptr && code->is_number_integer()) {
        read.code = code->get<int>();
    }
    if (text != nullptr) {
        read.text = text->is_string() ? text->get<std::string>() : dump(*text);
    }
    return read;
}

}  // namespace

MessageId MessageId::number(std::int64_t value) { return {std::to_string(value)}; }

Result<Message, ReadFailure> read_message(std::string_view line) {
    Envelope envelope;
    const auto error = scan_envelope(line, envelope);
    MessageId id{std::string(envelope.id_or_null())};
    if (error) {
        return Unexpected{ReadFailure{*error, std::move(id)}};
    }
    Json json = Json::parse(line, nullptr, false);
    // A null method is none: JSON-RPC 1.0 libraries write every member into every message.
    if (envelope.method_kind != Envelope::Kind::absent &&
        envelope.method_kind != Envelope::Kind::null) {
        if (envelope.method_kind != Envelope::Kind::text || envelope.method.too_long()) {
            return Unexpected{ReadFailure{StratumError::no_method, std::move(id)}};
        }
        return Message{Request{std::move(id), std::string(envelope.method.view()),
                               json.contains("params") ? std::move(json["params"]) : Json{}}};
    }
    if (!json.contains("result") && !json.contains("error")) {
        return Unexpected{ReadFailure{StratumError::no_method, std::move(id)}};
    }
    Reply reply{std::move(id), Json{}, std::nullopt};
    if (json.contains("result")) {
        reply.result = std::move(json["result"]);
    }
    if (json.contains("error") && !json["error"].is_null()) {
        reply.error = read_error(json["error"]);
    }
    return Message{std::move(reply)};
}

std::string encode_request(const MessageId& id, std::string_view method, const Json& params) {
    std::string line = "{\"id\":";
    line += id.text;
    line += ",\"method\":";
    line += dump(Json(method));
    line += ",\"params\":";
    line += dump(params);
    line += "}\n";
    return line;
}

std::string encode_result(const MessageId& id, const Json& result) {
    std::string line = "{\"id\":";
    line += id.text;
    line += ",\"result\":";
    line += dump(result);
    line += ",\"error\":null}\n";
    return line;
}

std::string encode_error(const MessageId& id, RejectCode code, std::string_view text) {
    std::string line = "{\"id\":";
    line += id.text;
    line += ",\"result\":null,\"error\":[";
    line += std::to_string(static_cast<int>(code));
    line += ',';
    line += dump(Json(text));
    line += ",null]}\n";
    return line;
}

}  // namespace sluice::protocol::stratum_v1
