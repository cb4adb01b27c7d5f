#include "pool/config/toml_shape.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace sluice::pool {
namespace {

/// Walks the text; where it is no TOML, the parser stops at the same place or earlier.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {}

    std::optional<ShapeProblem> problem() {
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
            if (dots_ > toml_dots_in_line_max) {
                return wrong(
                    "a key of more than " + std::to_string(toml_dots_in_line_max) + " parts",
                    "section and name, as in stratum.listen");
            }
            if (brackets_ > toml_brackets_open_max) {
                return wrong("more than " + std::to_string(toml_brackets_open_max) +
                                 " brackets within one another",
                             "one list, as in listen = [\"127.0.0.1:3333\"]");
            }
        }
        return std::nullopt;
    }

private:
    void count(char letter) {
        if (letter == '\n') {
            ++line_;
            dots_ = 0;
        } else if (letter == '.') {
            ++dots_;
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

    [[nodiscard]] ShapeProblem wrong(std::string problem, std::string remedy) const {
        return {line_, {std::move(problem), std::move(remedy)}};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
    std::size_t dots_ = 0;
    std::size_t brackets_ = 0;
};

}  // namespace

std::optional<ShapeProblem> check_toml_shape(std::string_view text) { return Walk(text).problem(); }

}  // namespace sluice::pool
