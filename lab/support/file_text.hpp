#pragma once
/// Whole files in memory, with messages for people. Thread-safe.

#include "base/result.hpp"
#include "base/whole_file.hpp"

#include <string>

namespace sluice::lab {

/// The file's bytes; the error names the file and the system's reason. At most 1 GiB, far more than
/// any chain of headers.
[[nodiscard]] Result<std::string, std::string> read_file(const std::string& path);

/// Writes all of it or says why not, and then nothing of it; an existing file is replaced.
[[nodiscard]] Result<void, std::string> write_file(const std::string& path,
                                                   const std::string& text);

/// Ends the writing of `file`, which is called `path`; the error says that nothing was kept.
[[nodiscard]] Result<void, std::string> keep(WholeFile& file, const std::string& path);

}  // namespace sluice::lab
