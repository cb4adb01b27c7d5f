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
    struct Column {
        std::string title;
        std::size_t width;  ///< characters; longer text is wrapped at spaces
    };

    TextTable(std::initializer_list<Column> columns) : columns_(columns) {}

    /// As many cells as columns.
    void add_row(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }

    void print(std::ostream& out) const;

private:
    void print_row(std::ostream& out, const std::vector<std::string>& cells) const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace sluice::difficulty
