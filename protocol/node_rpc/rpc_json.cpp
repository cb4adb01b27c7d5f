#include "protocol/node_rpc/rpc_json.hpp"

#include <string>

namespace sluice::protocol {
namespace {

/// Where the string that begins at `quote` ends: at its closing quote, or at the text's end.
std::size_t end_of_string(std::string_view text, std::size_t quote) {
    std::size_t end = text.find('"', quote + 1);
    while (end != std::string_view::npos) {
        std::size_t escapes = 0;
        while (text[end - 1 - escapes] == '\\') {
            ++escapes;
        }
        if (escapes % 2 == 0) {
            return end;
        }
        end = text.find('"', end + 1);
    }
    return text.size();
}

/// The limit that the text exceeds, or nothing. Agrees with a parser up to the first mistake in the
/// text, where the parser ends.
std::string excess_of(std::string_view text) {
    std::size_t depth = 0;
    std::size_t marks = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '"':
                i = end_of_string(text, i);
                continue;
            case '[':
            case '{':
                if (++depth > rpc_json_depth_max) {
                    return "JSON of more than " + std::to_string(rpc_json_depth_max) + " levels";
                }
                break;
            case ']':
            case '}':
                depth -= depth > 0 ? 1 : 0;
                continue;
            case ',':
            case ':':
                break;
            default:
                continue;
        }
        if (++marks > rpc_json_marks_max) {
            return "JSON of more than " + std::to_string(rpc_json_marks_max) +
                   " brackets, commas and colons";
        }
    }
    return {};
}

}  // namespace

Result<nlohmann::json> parse_rpc_json(std::string_view text) {
    if (std::string excess = excess_of(text); !excess.empty()) {
        return Unexpected{std::move(excess)};
    }
    nlohmann::json value = nlohmann::json::parse(text, nullptr, false);
    if (value.is_discarded()) {
        return Unexpected{std::string("no JSON")};
    }
    return value;
}

}  // namespace sluice::protocol
