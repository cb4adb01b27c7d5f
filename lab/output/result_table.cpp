#include "lab/output/result_table.hpp"

#include "lab/output/metric_output.hpp"
#include "lab/support/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

namespace sluice::lab {
namespace {

using Cell = ResultTable::Cell;
using Column = ResultTable::Column;

/// In hundredths of a percent, and never -0.00.
std::string percent_text(double part) {
    const double hundredths = std::round(1e4 * part);
    std::array<char, 64> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(),
                      hundredths == 0 ? 0 : hundredths / 100, std::chars_format::fixed, 2)
            .ptr;
    return {text.data(), end};
}

/// What each kind of cell is to people.
struct PeopleText {
    const Column& column;

    std::string operator()(std::monostate) const { return "-"; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::uint64_t value) const { return with_unit(std::to_string(value)); }
    std::string operator()(bool value) const { return value ? "yes" : "no"; }
    std::string operator()(const sim::Estimate& value) const {
        return estimate_text(value, column.unit);
    }
    std::string operator()(double value) const {
        if (!std::isfinite(value)) {
            return "-";
        }
        return with_unit(column.unit == "%" ? percent_text(value) : to_text(value, column.digits));
    }
    std::string with_unit(std::string text) const {
        return column.unit.empty() ? text : text + ' ' + column.unit;
    }
};

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) {
        return text;
    }
    std::string result = "\"";
    for (const char c : text) {
        result.append(c == '"' ? 2 : 1, c);
    }
    return result + '"';
}

std::string csv_number(double value) { return std::isfinite(value) ? exact_text(value) : ""; }

struct CsvText {
    std::string operator()(std::monostate) const { return {}; }
    std::string operator()(const std::string& text) const { return quoted(text); }
    std::string operator()(std::uint64_t value) const { return std::to_string(value); }
    std::string operator()(bool value) const { return value ? "true" : "false"; }
    std::string operator()(double value) const { return csv_number(value); }
    std::string operator()(const sim::Estimate& value) const {
        return csv_number(value.mean) + ',' + csv_number(value.half_width);
    }
};

struct JsonValue {
    using Json = nlohmann::ordered_json;

    Json operator()(std::monostate) const { return nullptr; }
    Json operator()(const sim::Estimate& value) const { return estimate_json(value); }
    Json operator()(const auto& value) const { return value; }
};

}  // namespace

std::string spelled(double value) {
    if (std::isnan(value)) {
        return "nan";
    }
    return std::isinf(value) ? (value < 0 ? "-inf" : "inf") : to_text(value, 6);
}

std::string to_text(double value, int digits) {
    if (!std::isfinite(value)) {
        return "-";
    }
    if (value == 0) {
        return "0";
    }
    const double size = std::abs(value);
    const bool plain = size >= 1e-4 && size < 1e9;
    std::array<char, 64> text{};
    int decimals = digits - 1;
    if (plain) {
        const int whole = size < 1 ? 0 : static_cast<int>(std::floor(std::log10(size))) + 1;
        const int zeros = size < 1 ? -static_cast<int>(std::floor(std::log10(size))) - 1 : 0;
        decimals = std::max(0, digits - whole + zeros);
    }
    const auto [end, error] =
        std::to_chars(text.data(), text.data() + text.size(), value,
                      plain ? std::chars_format::fixed : std::chars_format::scientific, decimals);
    return error == std::errc{} ? std::string(text.data(), end) : std::string("-");
}

TextTable ResultTable::to_text() const {
    std::vector<TextTable::Column> shown;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const bool is_text = std::ranges::any_of(
            rows_, [&](const auto& row) { return std::holds_alternative<std::string>(row[i]); });
        if (!columns_[i].title.empty()) {
            shown.push_back({columns_[i].title, columns_[i].width,
                             is_text ? TextTable::Align::left : TextTable::Align::right});
        }
    }
    TextTable table(std::move(shown));
    for (const auto& row : rows_) {
        std::vector<std::string> cells;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (!columns_[i].title.empty()) {
                cells.push_back(std::visit(PeopleText{columns_[i]}, row[i]));
            }
        }
        table.add_row(std::move(cells));
    }
    return table;
}

void ResultTable::print_csv(std::ostream& out) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        out << (i == 0 ? "" : ",") << columns_[i].key;
        if (columns_[i].measured) {
            out << ',' << columns_[i].key << "_ci95";
        }
    }
    out << '\n';
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            out << (i == 0 ? "" : ",") << std::visit(CsvText{}, row[i]);
        }
        out << '\n';
    }
}

nlohmann::ordered_json ResultTable::to_json() const {
    auto array = nlohmann::ordered_json::array();
    for (const auto& row : rows_) {
        nlohmann::ordered_json object;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            object[columns_[i].key] = std::visit(JsonValue{}, row[i]);
        }
        array.push_back(std::move(object));
    }
    return array;
}

}  // namespace sluice::lab
