#pragma once
/// Lays out what --help prints for a terminal of 80 columns. Pure, any thread.

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::miner {

inline constexpr std::size_t help_columns = 80;

/// Breaks longer lines at spaces. What continues an option's description starts below it, where
/// `description_column` says that the parser begins it.
[[nodiscard]] std::string wrap_help(std::string_view help, std::size_t description_column);

}  // namespace sluice::miner
