#include "pool/base/log_quote.hpp"

#include <nlohmann/json.hpp>

namespace sluice::pool {

std::string log_quote(std::string_view text) {
    using Json = nlohmann::json;
    const std::string_view shown = text.substr(0, log_text_size_max);
    const std::string quoted = Json(shown).dump(-1, ' ', true, Json::error_handler_t::replace);
    return shown.size() == text.size() ? quoted
                                       : quoted + " (of " + std::to_string(text.size()) + " bytes)";
}

}  // namespace sluice::pool
