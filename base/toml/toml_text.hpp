#pragma once
/// Parses TOML that a person wrote, in bounds: a key of many dotted parts, and brackets within
/// brackets, become tables within tables, and both toml++'s parser and the destructor of its tables
/// call themselves for each. Pure, any thread. toml.io 1.0.

#include "base/result.hpp"

#include <toml++/toml.h>

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice {

/// Dots of one key. No key of ours has more than three parts.
inline constexpr std::size_t toml_key_dots_max = 32;
/// Brackets open at a time. Ours need three.
inline constexpr std::size_t toml_brackets_open_max = 16;

struct TomlMistake {
    std::size_t line = 0;  ///< both 1-based
    std::size_t column = 0;
    std::string problem;
    std::string remedy;
};

[[nodiscard]] Result<toml::table, TomlMistake> parse_toml(std::string_view text);

/// "a whole number", "text", ... for messages.
[[nodiscard]] std::string kind_of(const toml::node& node);

}  // namespace sluice
