#pragma once
/// Text from peers in log lines: quoted and escaped, so that one event stays one line. Pure, any
/// thread.

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace sluice::pool {

[[nodiscard]] inline std::string log_quote(std::string_view text) {
    using Json = nlohmann::json;
    return Json(text).dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace sluice::pool
