#include "lab/output/text_table.hpp"

#include "base/printable.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <ostream>
#include <string_view>

namespace sluice::lab {
namespace {

constexpr std::string_view gap = "  ";

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

void TextTable::print(std::ostream& out, std::size_t width) const {
    const std::vector<std::size_t> all = widths(width);
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

/// Of the longest line of a column whose text is wrapped to `width`.
std::size_t TextTable::width_within(std::size_t column, std::size_t width) const {
    std::size_t longest = 0;
    const auto widen = [&](const std::string& cell) {
        for (const std::string& line : wrap(cell, width)) {
            longest = std::max(longest, width_of(line));
        }
    };
    widen(columns_[column].title);
    for (const auto& row : rows_) {
        widen(row[column]);
    }
    return longest;
}

std::size_t TextTable::longest_word(std::size_t column) const { return width_within(column, 1); }

/// As wide as the longest line of each column, and of the widest ones only as much as fits.
std::vector<std::size_t> TextTable::widths(std::size_t width) const {
    std::vector<std::size_t> widths;
    std::vector<std::size_t> least;
    std::size_t total = columns_.empty() ? 0 : gap.size() * (columns_.size() - 1);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        widths.push_back(width_within(i, columns_[i].width));
        least.push_back(longest_word(i));
        total += widths.back();
    }
    while (total > width) {
        std::size_t widest = columns_.size();
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (widths[i] > least[i] && (widest == columns_.size() || widths[i] > widths[widest])) {
                widest = i;
            }
        }
        if (widest == columns_.size()) {
            break;
        }
        const std::size_t narrower = width_within(widest, widths[widest] - 1);
        total -= widths[widest] - narrower;
        widths[widest] = narrower;
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

std::size_t terminal_width() {
    constexpr std::size_t usual = 80;
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
    return known ? size.ws_col : usual;
}

}  // namespace sluice::lab
