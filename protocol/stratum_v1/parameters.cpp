#include "protocol/stratum_v1/parameters.hpp"

#include "protocol/stratum_v1/limits.hpp"

#include <charconv>
#include <cmath>

namespace sluice::protocol::stratum_v1 {

const Json* parameter(const Json& params, std::size_t index) noexcept {
    if (!params.is_array() || index >= params.size()) {
        return nullptr;
    }
    return &params[index];
}

Result<std::string, StratumError> text_at(const Json& params, std::size_t index) {
    const Json* value = parameter(params, index);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    if (!value->is_string()) {
        return Unexpected{StratumError::wrong_type};
    }
    return value->get<std::string>();
}

Result<std::string, StratumError> job_id_at(const Json& params, std::size_t index) {
    const Json* value = parameter(params, index);
    if (value != nullptr && value->is_number_integer()) {
        return value->is_number_unsigned() ? std::to_string(value->get<std::uint64_t>())
                                           : std::to_string(value->get<std::int64_t>());
    }
    auto text = text_at(params, index);
    if (text && text->size() > job_id_size_max) {
        return Unexpected{StratumError::wrong_length};
    }
    return text;
}

Json job_id_json(const std::string& job_id, bool is_number) {
    return is_number ? Json::parse(job_id) : Json(job_id);
}

Result<Bytes, StratumError> bytes_at(const Json& params, std::size_t index) {
    const auto text = text_at(params, index);
    if (!text) {
        return Unexpected{text.error()};
    }
    auto bytes = from_hex(*text);
    if (!bytes) {
        return Unexpected{StratumError::not_hex};
    }
    return std::move(*bytes);
}

Result<std::uint32_t, StratumError> hex32_at(const Json& params, std::size_t index) {
    const auto text = text_at(params, index);
    if (!text) {
        return Unexpected{text.error()};
    }
    return read_hex32(*text);
}

Result<std::uint32_t, StratumError> read_hex32(std::string_view text) noexcept {
    if (text.size() != 8) {
        return Unexpected{StratumError::wrong_length};
    }
    const auto value = from_hex_be32(text);
    if (!value) {
        return Unexpected{StratumError::not_hex};
    }
    return *value;
}

Result<std::uint64_t, StratumError> count_at(const Json& params, std::size_t index,
                                             std::uint64_t max) {
    const Json* value = parameter(params, index);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    if (!value->is_number_integer()) {
        return Unexpected{StratumError::wrong_type};
    }
    if (!value->is_number_unsigned() || value->get<std::uint64_t>() > max) {
        return Unexpected{StratumError::out_of_range};
    }
    return value->get<std::uint64_t>();
}

std::optional<double> positive_number(const Json& value) {
    double number = 0;
    if (value.is_number()) {
        number = value.get<double>();
    } else if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        const char* end = text.data() + text.size();
        const auto parsed = std::from_chars(text.data(), end, number);
        if (parsed.ec != std::errc{} || parsed.ptr != end) {
            return std::nullopt;
        }
    }
    if (!std::isfinite(number) || number <= 0) {
        return std::nullopt;
    }
    return number;
}

Result<double, StratumError> positive_number_at(const Json& params, std::size_t index) {
    const Json* value = parameter(params, index);
    if (value == nullptr) {
        return Unexpected{StratumError::missing_parameter};
    }
    const auto number = positive_number(*value);
    if (!number) {
        return Unexpected{StratumError::out_of_range};
    }
    return *number;
}

std::optional<std::uint32_t> mask_of(const Json& value) {
    if (!value.is_string()) {
        return std::nullopt;
    }
    const auto& text = value.get_ref<const std::string&>();
    std::uint32_t mask = 0;
    const char* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, mask, 16);
    if (parsed.ec != std::errc{} || parsed.ptr != end) {
        return std::nullopt;
    }
    return mask;
}

}  // namespace sluice::protocol::stratum_v1
