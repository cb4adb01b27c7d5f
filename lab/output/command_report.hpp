#pragma once
/// CommandReport: what a command has found, for people, as CSV and as JSON; and the one place that
/// prints it. Not thread-safe.

#include "lab/output/result_table.hpp"
#include "lab/output/text_table.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <iosfwd>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sluice::lab {

enum class OutputFormat { table, csv, json };

struct CommandReport {
    using Part = std::variant<std::string, TextTable>;

    std::vector<Part> text = {};              ///< for people; they get CSV where it is empty
    std::optional<ResultTable> table = {};    ///< as CSV; none: there is nothing to print
    nlohmann::ordered_json json = nullptr;    ///< null: the rows of the table
    std::string warning = {};                 ///< for the error stream, in any format
    std::optional<std::string> failure = {};  ///< why the exit status is 1 although it is printed
};

/// Tables of text take up to `width` characters of a line.
void print(const CommandReport& report, OutputFormat format, std::ostream& out, std::size_t width);

}  // namespace sluice::lab
