#pragma once
/// What is wrong with a command line and what would be right, in the words of all programs here;
/// CLI11's own are for its programmers. Pure, any thread.

#include <CLI/App.hpp>

#include <span>
#include <string>
#include <vector>

namespace sluice {

/// The mistake alone: "--rule needs a value". `command` has the option.
[[nodiscard]] std::string plain_text(const CLI::App& command, const CLI::ParseError& error);

/// Long options as they are typed: "--rule".
[[nodiscard]] std::vector<std::string> option_names(const CLI::App& command);

/// Of a program with commands, that `arguments` (without the program) were for; says which help to
/// ask.
[[nodiscard]] std::string command_line_mistake(const CLI::App& program,
                                               std::span<const std::string> arguments,
                                               const CLI::ParseError& error);

}  // namespace sluice
