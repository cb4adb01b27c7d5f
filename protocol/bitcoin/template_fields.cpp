#include "protocol/bitcoin/template_fields.hpp"

#include "base/hex.hpp"

#include <limits>
#include <utility>

namespace sluice::protocol {
namespace {

using Json = TemplateFields::Json;

constexpr std::int64_t uint32_max = std::numeric_limits<std::uint32_t>::max();

bool is_integer(const Json& value) { return value.is_number_integer(); }
bool is_string(const Json& value) { return value.is_string(); }
bool is_array(const Json& value) { return value.is_array(); }
bool is_object(const Json& value) { return value.is_object(); }

std::string wrong_size(std::string_view text, const std::string& expected) {
    return "not hexadecimal or of the wrong length (" + std::to_string(text.size()) +
           " characters); expected " + expected;
}

}  // namespace

void TemplateFields::fail(std::string_view name, std::string problem) {
    if (!error_) {
        error_ = TemplateError{path_ + std::string(name), std::move(problem)};
    }
}

const Json* TemplateFields::find(std::string_view name, Need need, std::string_view expected,
                                 bool (*has_type)(const Json&)) {
    const auto field = object_.find(name);
    const bool missing = field == object_.end() || (need == Need::optional && field->is_null());
    if (missing) {
        if (need == Need::required) {
            fail(name, "missing; expected " + std::string(expected));
        }
        return nullptr;
    }
    if (!has_type(*field)) {
        fail(name, std::string(field->type_name()) + " instead of " + std::string(expected));
        return nullptr;
    }
    return &*field;
}

std::int64_t TemplateFields::integer(std::string_view name, std::int64_t min, std::int64_t max,
                                     Need need) {
    const std::string expected =
        "an integer from " + std::to_string(min) + " to " + std::to_string(max);
    const Json* field = find(name, need, expected, is_integer);
    if (field == nullptr) {
        return 0;
    }
    const bool too_big =
        field->is_number_unsigned() && field->get<std::uint64_t>() > std::uint64_t{INT64_MAX};
    const auto value =
        too_big ? std::numeric_limits<std::int64_t>::max() : field->get<std::int64_t>();
    if (too_big || value < min || value > max) {
        fail(name, field->dump() + " is out of range; expected " + expected);
        return 0;
    }
    return value;
}

std::uint32_t TemplateFields::uint32(std::string_view name, Need need) {
    return static_cast<std::uint32_t>(integer(name, 0, uint32_max, need));
}

std::optional<Bytes> TemplateFields::hex(std::string_view name, std::size_t bytes_max, Need need) {
    const auto digits = text(name, 2 * bytes_max, need);
    if (!digits) {
        return std::nullopt;
    }
    auto bytes = from_hex(*digits);
    if (!bytes) {
        fail(name, wrong_size(*digits, "an even number of hex digits"));
    }
    return bytes;
}

std::optional<Hash256> TemplateFields::hash(std::string_view name, Need need) {
    const Json* field = find(name, need, "64 hex digits", is_string);
    if (field == nullptr) {
        return std::nullopt;
    }
    const auto& digits = field->get_ref<const std::string&>();
    const auto value = from_display_hex(digits);
    if (!value) {
        fail(name, wrong_size(digits, "64 hex digits"));
    }
    return value;
}

std::uint32_t TemplateFields::hex_be32(std::string_view name) {
    const Json* field = find(name, Need::required, "8 hex digits", is_string);
    if (field == nullptr) {
        return 0;
    }
    const auto& digits = field->get_ref<const std::string&>();
    const auto value = from_hex_be32(digits);
    if (!value) {
        fail(name, wrong_size(digits, "8 hex digits"));
    }
    return value.value_or(0);
}

std::optional<std::string> TemplateFields::text(std::string_view name, std::size_t size_max,
                                                Need need) {
    const Json* field = find(name, need, "a string", is_string);
    if (field == nullptr) {
        return std::nullopt;
    }
    const auto& value = field->get_ref<const std::string&>();
    if (value.size() > size_max) {
        fail(name, std::to_string(value.size()) + " characters; at most " +
                       std::to_string(size_max) + " are expected");
        return std::nullopt;
    }
    return value;
}

const Json* TemplateFields::container(std::string_view name, std::size_t size_max, Need need,
                                      std::string_view expected, bool (*has_type)(const Json&)) {
    const Json* field = find(name, need, expected, has_type);
    if (field != nullptr && field->size() > size_max) {
        fail(name, std::to_string(field->size()) + " entries; at most " + std::to_string(size_max) +
                       " are expected");
        return nullptr;
    }
    return field;
}

const Json& TemplateFields::array(std::string_view name, std::size_t size_max, Need need) {
    static const Json empty = Json::array();
    const Json* field = container(name, size_max, need, "an array", is_array);
    return field != nullptr ? *field : empty;
}

const Json& TemplateFields::object(std::string_view name, std::size_t size_max, Need need) {
    static const Json empty = Json::object();
    const Json* field = container(name, size_max, need, "an object", is_object);
    return field != nullptr ? *field : empty;
}

}  // namespace sluice::protocol
