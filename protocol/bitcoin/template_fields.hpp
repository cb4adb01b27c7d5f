#pragma once
/// TemplateFields reads typed, bounded fields of one JSON object in a getblocktemplate reply. The
/// first problem is kept for the whole reply, with its field's path; every read after it gives a
/// default, so that a decoder reads straight through and asks once. Not thread-safe.

#include "base/bytes.hpp"
#include "protocol/bitcoin/block_template.hpp"
#include "protocol/pow/hash256.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::protocol {

class TemplateFields {
public:
    using Json = nlohmann::json;

    /// Whether a field must be there. An optional one may also be null.
    enum class Need { required, optional };

    /// `path` stands before every field's name: "" or "transactions[3].". `error` is shared by all
    /// objects of a reply. The object must outlive this.
    TemplateFields(const Json& object, std::string path, std::optional<TemplateError>& error)
        : object_(object), path_(std::move(path)), error_(error) {}

    [[nodiscard]] std::int64_t integer(std::string_view name, std::int64_t min, std::int64_t max,
                                       Need need = Need::required);
    [[nodiscard]] std::uint32_t uint32(std::string_view name, Need need = Need::required);
    /// Any even number of hex digits; nullopt when optional and missing.
    [[nodiscard]] std::optional<Bytes> hex(std::string_view name, std::size_t bytes_max, Need need);
    /// 64 digits in display order.
    [[nodiscard]] std::optional<Hash256> hash(std::string_view name, Need need);
    /// Eight digits, most significant first.
    [[nodiscard]] std::uint32_t hex_be32(std::string_view name);
    [[nodiscard]] std::optional<std::string> text(std::string_view name, std::size_t size_max,
                                                  Need need);
    /// The array or object of that name with at most `size_max` entries, or an empty one.
    [[nodiscard]] const Json& array(std::string_view name, std::size_t size_max, Need need);
    [[nodiscard]] const Json& object(std::string_view name, std::size_t size_max, Need need);

    /// Keeps the problem unless there is one already.
    void fail(std::string_view name, std::string problem);

private:
    /// The field, or null when it is missing (a failure when required) or has another type.
    const Json* find(std::string_view name, Need need, std::string_view expected,
                     bool (*has_type)(const Json&));
    const Json* container(std::string_view name, std::size_t size_max, Need need,
                          std::string_view expected, bool (*has_type)(const Json&));

    const Json& object_;
    std::string path_;
    std::optional<TemplateError>& error_;
};

}  // namespace sluice::protocol
