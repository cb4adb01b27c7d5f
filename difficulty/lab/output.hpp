#pragma once
/// How a subcommand prints: a table for people, CSV or JSON for programs. A ResultTable knows all
/// three. Not thread-safe.

#include <nlohmann/json.hpp>

#include <cstdint>
#include <iosfwd>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace CLI {
class App;
}

namespace sluice::difficulty {

enum class OutputFormat { table, csv, json };

/// Adds --csv and --json, of which at most one may be given.
void add_format_options(CLI::App& command, OutputFormat& format);

/// Named columns and rows of texts and numbers. Text cells hold no commas, which CSV would split.
class ResultTable {
public:
    struct Column {
        std::string key;    ///< in CSV and JSON: lower case, unit included
        std::string title;  ///< for people
        int digits = 3;     ///< significant, of floating-point cells in the table for people
    };
    /// A double that is not finite prints as "-" and is null in JSON.
    using Cell = std::variant<std::string, std::uint64_t, double>;

    explicit ResultTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as columns.
    void add_row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }

    /// Columns as wide as they need to be, numbers to the right.
    void print_text(std::ostream& out) const;
    void print_csv(std::ostream& out) const;
    /// An array of one object a row.
    [[nodiscard]] nlohmann::ordered_json to_json() const;

    /// In any of the formats.
    void print(std::ostream& out, OutputFormat format) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// The number with so many significant digits, as people write it: no exponent where it can be
/// helped, "-" for what is not finite.
[[nodiscard]] std::string to_text(double value, int digits);

}  // namespace sluice::difficulty
