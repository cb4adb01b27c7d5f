#include "difficulty/lab/text_table.hpp"

#include <algorithm>
#include <ostream>
#include <string_view>

namespace sluice::difficulty {
namespace {

constexpr std::string_view gap = "  ";

/// Characters of UTF-8 text: bytes that do not continue one.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

/// Lines of at most `width` characters; a longer word stands alone on its line.
std::vector<std::string> wrap(std::string_view text, std::size_t width) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find(' '));
        if (!lines.empty() && width_of(lines.back()) + 1 + width_of(word) <= width) {
            lines.back().append(1, ' ').append(word);
        } else {
            lines.emplace_back(word);
        }
        text.remove_prefix(std::min(text.size(), word.size() + 1));
    }
    return lines;
}

}  // namespace

void TextTable::print(std::ostream& out) const {
    const std::vector<std::size_t> all = widths();
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        titles.push_back(columns_[i].title);
        rules.emplace_back(all[i], '-');
    }
    print_row(out, titles, all);
    print_row(out, rules, all);
    for (const auto& row : rows_) {
        print_row(out, row, all);
    }
}

/// As wide as the longest line of each column.
std::vector<std::size_t> TextTable::widths() const {
    std::vector<std::size_t> widths(columns_.size(), 0);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        const auto widen = [&](const std::string& cell) {
            for (const std::string& line : wrap(cell, columns_[i].width)) {
                widths[i] = std::max(widths[i], width_of(line));
            }
        };
        widen(columns_[i].title);
        for (const auto& row : rows_) {
            widen(row[i]);
        }
    }
    return widths;
}

void TextTable::print_row(std::ostream& out, const std::vector<std::string>& cells,
                          const std::vector<std::size_t>& widths) const {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        wrapped.push_back(wrap(cells[i], widths[i]));
        height = std::max(height, wrapped.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string part = line < wrapped[i].size() ? wrapped[i][line] : "";
            const std::string padding(widths[i] - std::min(widths[i], width_of(part)), ' ');
            part = columns_[i].align == Align::right ? padding + part : part + padding;
            text.append(i == 0 ? "" : gap).append(part);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << text << '\n';
    }
}

}  // namespace sluice::difficulty
