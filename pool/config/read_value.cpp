#include "pool/config/read_value.hpp"

#include "base/nearest_name.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace sluice::pool {
namespace {

using Problem = std::optional<ValueProblem>;

ValueProblem wrong_type(const toml::node& node, const KeyInfo& info, const FieldRef& field) {
    return {"expected " + std::string(type_name(field)) + ", found " + kind_of(node),
            "for example " + std::string(info.name) + " = " + toml_text(field)};
}

Problem check_range(double value, std::string found, const KeyInfo& info) {
    const KeyRange& range = info.range;
    // Written so that not-a-number fails too.
    if (range.bounded() && !(value >= range.min && value <= range.max)) {
        return ValueProblem{std::move(found) + " is out of range", allowed_text(info)};
    }
    return std::nullopt;
}

Problem check_choice(const std::string& text, const KeyInfo& info) {
    if (info.choices.empty() || std::ranges::find(info.choices, text) != info.choices.end()) {
        return std::nullopt;
    }
    std::string remedy = allowed_text(info);
    if (const std::string_view near = nearest_name(text, info.choices); !near.empty()) {
        remedy += "; did you mean \"" + std::string(near) + "\"?";
    }
    return ValueProblem{"\"" + text + "\" is not known", std::move(remedy)};
}

/// Takes the value over when it parsed, otherwise hands the problem on.
template <class T>
Problem store(Result<T, ValueProblem> parsed, T& field) {
    if (!parsed) {
        return parsed.error();
    }
    field = *std::move(parsed);
    return std::nullopt;
}

/// Reads a value of each kind of field; `info` and `node` are those of the key.
class ValueReader {
public:
    ValueReader(const toml::node& node, const KeyInfo& info) : node_(node), info_(info) {}

    Problem operator()(std::string* field) const {
        const auto* text = node_.as_string();
        if (text == nullptr) {
            return wrong_type(node_, info_, field);
        }
        const std::size_t size = text->get().size();
        if (Problem problem = check_choice(text->get(), info_)) {
            return problem;
        }
        if (Problem problem = check_range(static_cast<double>(size),
                                          "a text of " + std::to_string(size) + " bytes", info_)) {
            return problem;
        }
        if (text->get().find('\0') != std::string::npos) {
            return ValueProblem{"the text holds a zero byte", "a text without \\u0000"};
        }
        *field = text->get();
        return std::nullopt;
    }

    /// A whole number, or a duration in its own unit.
    template <class Number>
    Problem operator()(Number* field) const {
        const auto* number = node_.as_integer();
        if (number == nullptr) {
            return wrong_type(node_, info_, field);
        }
        const std::int64_t value = number->get();
        if (Problem problem =
                check_range(static_cast<double>(value), std::to_string(value), info_)) {
            return problem;
        }
        *field = static_cast<Number>(value);
        return std::nullopt;
    }

    Problem operator()(double* field) const {
        const std::optional<double> value =
            node_.is_number() ? node_.value<double>() : std::nullopt;
        if (!value) {
            return wrong_type(node_, info_, field);
        }
        if (Problem problem = check_range(*value, to_text(*value), info_)) {
            return problem;
        }
        *field = *value;
        return std::nullopt;
    }

    Problem operator()(bool* field) const {
        const auto* value = node_.as_boolean();
        if (value == nullptr) {
            return wrong_type(node_, info_, field);
        }
        *field = value->get();
        return std::nullopt;
    }

    Problem operator()(std::uint32_t* field) const {
        const auto* text = node_.as_string();
        return text == nullptr ? wrong_type(node_, info_, field)
                               : store(parse_version_mask(text->get()), *field);
    }

    Problem operator()(HttpUrl* field) const {
        const auto* text = node_.as_string();
        return text == nullptr ? wrong_type(node_, info_, field)
                               : store(parse_http_url(text->get()), *field);
    }

    Problem operator()(std::vector<std::string>* field) const {
        std::vector<std::string> texts;
        if (Problem problem = read_list(field, texts)) {
            return problem;
        }
        *field = std::move(texts);
        return std::nullopt;
    }

    Problem operator()(std::vector<Endpoint>* field) const {
        std::vector<std::string> texts;
        if (Problem problem = read_list(field, texts)) {
            return problem;
        }
        std::vector<Endpoint> endpoints(texts.size());
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (Problem problem = store(parse_endpoint(texts[i]), endpoints[i])) {
                return problem;
            }
        }
        *field = std::move(endpoints);
        return std::nullopt;
    }

private:
    /// A list of texts, or one text alone.
    Problem read_list(const FieldRef& field, std::vector<std::string>& out) const {
        if (const auto* text = node_.as_string()) {
            out.push_back(text->get());
        } else if (const toml::array* list = node_.as_array()) {
            for (const toml::node& entry : *list) {
                if (!entry.is_string()) {
                    return wrong_type(entry, info_, field);
                }
                out.push_back(entry.as_string()->get());
            }
        } else {
            return wrong_type(node_, info_, field);
        }
        return check_range(static_cast<double>(out.size()),
                           "a list of " + std::to_string(out.size()), info_);
    }

    const toml::node& node_;
    const KeyInfo& info_;
};

}  // namespace

std::optional<ValueProblem> read_value(const toml::node& node, const KeyInfo& info,
                                       const FieldRef& field) {
    return std::visit(ValueReader(node, info), field);
}

}  // namespace sluice::pool
