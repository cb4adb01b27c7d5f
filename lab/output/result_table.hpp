#pragma once
/// ResultTable: rows of results that are shown to people as text and given to programs as CSV or
/// JSON. Not thread-safe.

#include "lab/output/text_table.hpp"
#include "lab/sim/summary.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <limits>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::lab {

/// Named columns and rows of texts, numbers and measured numbers.
class ResultTable {
public:
    struct Column {
        std::string key;    ///< in CSV and JSON: lower case, unit included
        std::string title;  ///< for people, who do not see a column without one
        int digits = 3;     ///< significant, of floating-point cells in the table for people
        std::size_t width = std::numeric_limits<std::size_t>::max();  ///< longer text is wrapped
        std::string unit = {};  ///< beside a number; "%" shows a part in hundredths
        bool measured = false;  ///< the cells are estimates: in CSV two columns, KEY and KEY_ci95
    };
    /// What is not there, or a double that is not finite, prints as "-", is empty in CSV and null
    /// in JSON. An estimate's second CSV column is the half width of its interval.
    using Cell =
        std::variant<std::monostate, std::string, std::uint64_t, double, bool, sim::Estimate>;

    explicit ResultTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as columns.
    void add_row(std::vector<Cell> cells) { rows_.push_back(std::move(cells)); }

    /// The columns that have a title, as wide as they need to be, numbers to the right.
    [[nodiscard]] TextTable to_text() const;
    /// As RFC 4180, but that lines end with a line feed alone.
    void print_csv(std::ostream& out) const;
    /// An array of one object a row; an estimate is {"mean": ..., "ci95": [low, high]}.
    [[nodiscard]] nlohmann::ordered_json to_json() const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<Cell>> rows_;
};

/// The number as an error message quotes it: "nan" and "inf" too.
[[nodiscard]] std::string spelled(double value);

/// The number with `digits` significant digits, as people write it: no exponent where it can be
/// helped, "-" for what is not finite.
[[nodiscard]] std::string to_text(double value, int digits);

}  // namespace sluice::lab
