#pragma once
/// sluice-lab without main(): its commands, and how a failure ends. Not thread-safe.

#include <cstddef>
#include <iosfwd>
#include <span>
#include <string>

namespace sluice::lab {

/// Status of a program that could not do what was asked, and of one that did not understand it.
inline constexpr int exit_failed = 1;
inline constexpr int exit_misused = 2;

/// Where the program prints.
struct Console {
    std::ostream& out;
    std::ostream& errors;
    std::size_t width = 80;  ///< characters of a line of tables
};

/// Does what the arguments (without the program's name) say and prints the command's report;
/// returns the exit status. Progress of long commands is drawn on standard error meanwhile, and
/// `live` tells there where its page is.
[[nodiscard]] int run_program(std::span<const std::string> arguments, const Console& console);

}  // namespace sluice::lab
