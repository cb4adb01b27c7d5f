#include "pool/log/log_quote.hpp"

#include <nlohmann/json.hpp>

namespace sluice::pool {

std::string log_quote(std::string_view text) {
    using Json = nlohmann::json;
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace sluice::pool
