#pragma once
/// The range of a numeric option, as a check of the command line whose message says what would be
/// right. Thread-safe.

#include <CLI/CLI.hpp>

#include <cstdint>

namespace sluice::lab {

/// "must be 0.001 to 1, not 5"
[[nodiscard]] CLI::Validator number_from(double min, double max);
/// "must be a whole number, 1 to 1024, not 1.5"
[[nodiscard]] CLI::Validator whole_number_from(std::uint64_t min, std::uint64_t max);

}  // namespace sluice::lab
