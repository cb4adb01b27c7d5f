#include "miner/app/help_text.hpp"

#include <algorithm>

namespace sluice::miner {
namespace {

/// `line` is one without its end.
void add_wrapped(std::string line, std::size_t indentation, std::string& text) {
    while (line.size() > help_columns) {
        std::size_t space = line.rfind(' ', help_columns);
        if (space == std::string::npos || space <= indentation) {
            space = line.find(' ', help_columns);  // behind a long word
        }
        const std::size_t next = line.find_first_not_of(' ', space);
        if (next == std::string::npos) {
            break;
        }
        text += line.substr(0, line.find_last_not_of(' ', space) + 1) + '\n';
        line.replace(0, next, indentation, ' ');
    }
    text += line;
}

}  // namespace

std::string wrap_help(std::string_view help, std::size_t description_column) {
    std::string text;
    while (!help.empty()) {
        const std::size_t end = help.find('\n');
        const std::string line(help.substr(0, end));
        const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
        add_wrapped(line, line.starts_with("  -") ? description_column : blanks, text);
        if (end == std::string_view::npos) {
            break;
        }
        text += '\n';
        help.remove_prefix(end + 1);
    }
    return text;
}

}  // namespace sluice::miner
