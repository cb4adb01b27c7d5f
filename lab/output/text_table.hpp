#pragma once
/// TextTable: columns of wrapped text for a terminal. Not thread-safe.

#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace sluice::lab {

class TextTable {
public:
    enum class Align { left, right };

    struct Column {
        std::string title;
        std::size_t width;  ///< at most, in characters; longer text is wrapped at spaces
        Align align = Align::left;
    };

    TextTable(std::initializer_list<Column> columns) : columns_(columns) {}
    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as columns, in UTF-8.
    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    /// No line is longer than `width`, as far as wrapping at spaces can do it.
    void print(std::ostream& out, std::size_t width = unlimited) const;

    static constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();

private:
    [[nodiscard]] std::vector<std::size_t> widths(std::size_t width) const;
    [[nodiscard]] std::size_t width_within(std::size_t column, std::size_t width) const;
    [[nodiscard]] std::size_t longest_word(std::size_t column) const;
    void print_row(std::ostream& out, const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

/// Columns of the terminal that standard output is; 80 where it is none or does not say.
[[nodiscard]] std::size_t terminal_width();

}  // namespace sluice::lab
