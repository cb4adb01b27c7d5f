#pragma once
/// TextTable: columns of wrapped text for a terminal. Not thread-safe.

#include <cstddef>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <utility>
#include <vector>

namespace sluice::difficulty {

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

    void print(std::ostream& out) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;
    void print_row(std::ostream& out, const std::vector<std::string>& cells,
                   const std::vector<std::size_t>& widths) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace sluice::difficulty
