#include "difficulty/lab/output.hpp"

#include "difficulty/lab/metric_output.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <ostream>

namespace sluice::difficulty {
namespace {

std::string people_text(const ResultTable::Cell& cell, int digits) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return *text;
    }
    if (const auto* whole = std::get_if<std::uint64_t>(&cell)) {
        return std::to_string(*whole);
    }
    return to_text(std::get<double>(cell), digits);
}

std::string csv_text(const ResultTable::Cell& cell) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return *text;
    }
    if (const auto* whole = std::get_if<std::uint64_t>(&cell)) {
        return std::to_string(*whole);
    }
    const double value = std::get<double>(cell);
    return std::isfinite(value) ? exact_text(value) : std::string();
}

}  // namespace

void add_format_options(CLI::App& command, OutputFormat& format) {
    auto* csv = command.add_flag_callback(
        "--csv", [&format] { format = OutputFormat::csv; }, "Print CSV");
    command
        .add_flag_callback(
            "--json", [&format] { format = OutputFormat::json; }, "Print JSON")
        ->excludes(csv);
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

void ResultTable::print_text(std::ostream& out) const {
    std::vector<std::vector<std::string>> lines(1);
    for (const Column& column : columns_) {
        lines[0].push_back(column.title);
    }
    for (const auto& row : rows_) {
        std::vector<std::string>& line = lines.emplace_back();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            line.push_back(people_text(row[i], columns_[i].digits));
        }
    }
    for (const auto& line : lines) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::size_t width = 0;
            for (const auto& other : lines) {
                width = std::max(width, other[i].size());
            }
            const bool left =
                !rows_.empty() && std::holds_alternative<std::string>(rows_.front()[i]);
            const std::string space(width - line[i].size(), ' ');
            text += (i == 0 ? "" : "  ") + (left ? line[i] + space : space + line[i]);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << text << '\n';
    }
}

void ResultTable::print_csv(std::ostream& out) const {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        out << (i == 0 ? "" : ",") << columns_[i].key;
    }
    out << '\n';
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            out << (i == 0 ? "" : ",") << csv_text(row[i]);
        }
        out << '\n';
    }
}

nlohmann::ordered_json ResultTable::to_json() const {
    auto array = nlohmann::ordered_json::array();
    for (const auto& row : rows_) {
        nlohmann::ordered_json object;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::visit([&](const auto& value) { object[columns_[i].key] = value; }, row[i]);
        }
        array.push_back(std::move(object));
    }
    return array;
}

void ResultTable::print(std::ostream& out, OutputFormat format) const {
    switch (format) {
        case OutputFormat::table:
            print_text(out);
            break;
        case OutputFormat::csv:
            print_csv(out);
            break;
        case OutputFormat::json:
            out << to_json().dump(2) << '\n';
            break;
    }
}

}  // namespace sluice::difficulty
