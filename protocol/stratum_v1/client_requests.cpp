#include "protocol/stratum_v1/client_requests.hpp"

#include "protocol/stratum_v1/limits.hpp"
#include "protocol/stratum_v1/parameters.hpp"

#include <charconv>
#include <limits>

namespace sluice::protocol::stratum_v1 {
namespace {

/// A whole number, or its text: pools send ports and waits either way.
std::optional<std::uint32_t> number_or_text(const Json* value, std::uint32_t max) {
    if (value == nullptr) {
        return 0;
    }
    std::uint64_t number = 0;
    if (value->is_number_unsigned()) {
        number = value->get<std::uint64_t>();
    } else if (value->is_string()) {
        const auto& text = value->get_ref<const std::string&>();
        const char* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, number);
        if (parsed.ec != std::errc{} || parsed.ptr != end) {
            return std::nullopt;
        }
    } else {
        return std::nullopt;
    }
    if (number > max) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(number);
}

}  // namespace

Json Reconnect::params() const {
    return *this == Reconnect{} ? Json::array() : Json::array({host, port, wait_s});
}

Result<Reconnect, StratumError> Reconnect::from_params(const Json& params) {
    Reconnect reconnect;
    if (parameter(params, 0) == nullptr) {
        return reconnect;
    }
    auto host = text_at(params, 0);
    if (!host) {
        return Unexpected{host.error()};
    }
    const auto port = number_or_text(parameter(params, 1), std::numeric_limits<uint16_t>::max());
    const auto wait_s = number_or_text(parameter(params, 2), std::numeric_limits<uint32_t>::max());
    if (!port || !wait_s) {
        return Unexpected{StratumError::out_of_range};
    }
    reconnect.host = std::move(*host);
    reconnect.port = static_cast<std::uint16_t>(*port);
    reconnect.wait_s = *wait_s;
    return reconnect;
}

Json ShowMessage::params() const { return Json::array({text}); }

Result<ShowMessage, StratumError> ShowMessage::from_params(const Json& params) {
    auto text = text_at(params, 0);
    if (!text) {
        return Unexpected{text.error()};
    }
    return ShowMessage{std::move(*text)};
}

Result<GetVersion, StratumError> GetVersion::from_params(const Json&) { return GetVersion{}; }

Result<GetVersionReply, StratumError> GetVersionReply::from_result(const Json& result) {
    if (!result.is_string()) {
        return Unexpected{StratumError::wrong_type};
    }
    return GetVersionReply{result.get<std::string>()};
}

}  // namespace sluice::protocol::stratum_v1
