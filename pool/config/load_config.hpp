#pragma once
/// Reads a TOML file (toml.io, version 1.0) into a PoolConfig, or says everything that is wrong
/// with it: file, line, column, key, what is wrong and what would be right. Pure apart from reading
/// the file; any thread.

#include "base/result.hpp"
#include "pool/config/pool_config.hpp"

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// One thing that the operator has to change.
struct ConfigProblem {
    std::string file;
    std::size_t line = 0;    ///< 1-based; 0 when the problem has no place in the file
    std::size_t column = 0;  ///< 1-based
    std::string key;         ///< "stratum.listen", or empty
    std::string problem;     ///< what is wrong
    std::string remedy;      ///< what would be right

    bool operator==(const ConfigProblem&) const = default;
};

/// On one line, without control characters: "pool.toml:3:1: stratum.listn: unknown key; did you
/// mean \"listen\"?"
[[nodiscard]] std::string message(const ConfigProblem& problem);

using ConfigResult = Result<PoolConfig, std::vector<ConfigProblem>>;

/// Larger files are refused: a configuration has a few hundred lines.
inline constexpr std::size_t config_size_bytes_max = 1'048'576;

/// Further problems are left out: a file of unknown keys is mended in several turns anyway.
inline constexpr std::size_t config_problems_max = 100;

[[nodiscard]] ConfigResult load_config(const std::filesystem::path& path);

/// The same for a text; `file` is the name that problems show.
[[nodiscard]] ConfigResult parse_config(std::string_view text, std::string_view file);

}  // namespace sluice::pool
