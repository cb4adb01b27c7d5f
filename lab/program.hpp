#pragma once
/// sluice-lab without main(): its commands, and how a failure ends. Not thread-safe.

#include <iosfwd>
#include <span>
#include <string>

namespace sluice::lab {

/// Status of a program that could not do what was asked, and of one that did not understand it.
inline constexpr int exit_failed = 1;
inline constexpr int exit_misused = 2;

/// Does what the arguments (without the program's name) say and writes to standard output; returns
/// the exit status. What went wrong is told in `errors`.
[[nodiscard]] int run_program(std::span<const std::string> arguments, std::ostream& errors);

}  // namespace sluice::lab
