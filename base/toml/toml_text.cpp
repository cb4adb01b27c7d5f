#include "base/toml/toml_text.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace sluice {
namespace {

/// Walks the text; where it is no TOML, the parser stops at the same place or earlier.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {}

    std::optional<TomlMistake> problem() {
        while (at_ < text_.size()) {
            switch (const char letter = text_[at_]) {
                case '#':
                    at_ = std::min(text_.find('\n', at_), text_.size());
                    break;
                case '"':
                case '\'':
                    skip_string(letter);
                    break;
                default:
                    count(letter);
                    ++at_;
            }
            if (dots_ > toml_key_dots_max) {
                return wrong("a key of more than " + std::to_string(toml_key_dots_max) + " parts",
                             "a section and a name, as in section.name");
            }
            if (brackets_ > toml_brackets_open_max) {
                return wrong("more than " + std::to_string(toml_brackets_open_max) +
                                 " brackets within one another",
                             "one list, as in name = [1, 2]");
            }
        }
        return std::nullopt;
    }

private:
    /// A key ends where one of these stands; blanks and quotes may be within it.
    static bool ends_key(char letter) {
        return letter == '\n' || letter == '=' || letter == ',' || letter == '[' ||
               letter == ']' || letter == '{' || letter == '}';
    }

    void count(char letter) {
        if (letter == '.') {
            ++dots_;
        } else if (ends_key(letter)) {
            dots_ = 0;
        }
        if (letter == '\n') {
            ++line_;
        } else if (letter == '[' || letter == '{') {
            ++brackets_;
        } else if ((letter == ']' || letter == '}') && brackets_ > 0) {
            --brackets_;
        }
    }

    /// From the first quote to behind the last one; a text in single quotes ends with its line.
    void skip_string(char quote) {
        const std::string three(3, quote);
        const bool long_one = text_.substr(at_, 3) == three;
        at_ += long_one ? 3 : 1;
        while (at_ < text_.size()) {
            const char letter = text_[at_];
            if (letter == '\n') {
                if (!long_one) {
                    return;
                }
                ++line_;
            } else if (letter == '\\' && quote == '"' && text_.substr(at_ + 1, 1) != "\n") {
                ++at_;  // and what it escapes
            } else if (letter == quote && !long_one) {
                ++at_;
                return;
            } else if (letter == quote && text_.substr(at_, 3) == three) {
                // Two quotes may stand right before the three that end it.
                const std::size_t end = std::min(text_.find_first_not_of(quote, at_), text_.size());
                at_ = std::min(end, at_ + 5);
                return;
            }
            ++at_;
        }
    }

    [[nodiscard]] TomlMistake wrong(std::string problem, std::string remedy) const {
        return {line_, 1, std::move(problem), std::move(remedy)};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t dots_ = 0;
    std::size_t brackets_ = 0;
};

}  // namespace

Result<toml::table, TomlMistake> parse_toml(std::string_view text) {
    if (auto deep = Walk(text).problem()) {
        return Unexpected{*std::move(deep)};
    }
    try {
        return toml::parse(text);
    } catch (const toml::parse_error& error) {
        const toml::source_position& at = error.source().begin;
        return Unexpected{
            TomlMistake{at.line, at.column, std::string(error.description()),
                        "text needs quotes, as in name = \"Sluice\"; see toml.io for the syntax"}};
    }
}

std::string kind_of(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::none:
            return "nothing";
        case toml::node_type::table:
            return "a section";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number with a fraction";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::date:
        case toml::node_type::time:
        case toml::node_type::date_time:
            return "a date or time";
    }
    return "nothing";
}

}  // namespace sluice
