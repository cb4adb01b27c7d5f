#pragma once
/// What the files and folders that a configuration names show to be wrong, before a pool starts
/// with it: read-only looks at the file system, nothing is made or changed. Any thread.

#include "pool/config/check_config.hpp"
#include "pool/config/pool_config.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::pool {

/// A folder that is missing or may not be written, a folder or something else in a file's place, a
/// file without permission or of another kind, one file for two purposes.
[[nodiscard]] std::vector<KeyProblem> check_paths(const PoolConfig& config);

/// What may be meant, yet deserves a word: sentences. `file` is the configuration's own, or empty.
[[nodiscard]] std::vector<std::string> config_notes(const PoolConfig& config,
                                                    const std::filesystem::path& file);

}  // namespace sluice::pool
