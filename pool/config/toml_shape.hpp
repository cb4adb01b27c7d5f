#pragma once
/// Bounds the depth of a TOML text before it is parsed: a key of many dotted parts, and brackets
/// within brackets, become tables within tables, and both the parser and the destructor of its
/// tables call themselves for each. Reads strings and comments as toml.io 1.0 has them. Pure, any
/// thread.

#include "pool/config/value_text.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace sluice::pool {

/// Dots outside of strings and comments in one line. A key of the configuration has three parts.
inline constexpr std::size_t toml_dots_in_line_max = 32;
/// Brackets open at a time. The configuration needs two.
inline constexpr std::size_t toml_brackets_open_max = 16;

struct ShapeProblem {
    std::size_t line = 0;  ///< 1-based
    ValueProblem problem;
};

/// nullopt: flat enough to be parsed.
[[nodiscard]] std::optional<ShapeProblem> check_toml_shape(std::string_view text);

}  // namespace sluice::pool
