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
    std::vector<std::string> titles;
    std::vector<std::string> rules;
    for (const Column& column : columns_) {
        titles.push_back(column.title);
        rules.emplace_back(column.width, '-');
    }
    print_row(out, titles);
    print_row(out, rules);
    for (const auto& row : rows_) {
        print_row(out, row);
    }
}

void TextTable::print_row(std::ostream& out, const std::vector<std::string>& cells) const {
    std::vector<std::vector<std::string>> wrapped;
    std::size_t height = 0;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        wrapped.push_back(wrap(cells[i], columns_[i].width));
        height = std::max(height, wrapped.back().size());
    }
    for (std::size_t line = 0; line < height; ++line) {
        std::string text;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            std::string part = line < wrapped[i].size() ? wrapped[i][line] : "";
            const std::size_t width = width_of(part);
            const std::string padding(columns_[i].width - std::min(width, columns_[i].width), ' ');
            part = columns_[i].align == Align::right ? padding + part : part + padding;
            text.append(i == 0 ? "" : gap).append(part);
        }
        text.erase(text.find_last_not_of(' ') + 1);
        out << text << '\n';
    }
}

}  // namespace sluice::difficulty
