#pragma once
/// WholeFile: a file that appears under its name only when all of it is on disk, so that a full
/// disk or a kill leaves no half of it behind. Not thread-safe.

#include "base/result.hpp"

#include <fstream>
#include <ostream>
#include <string>

namespace sluice::lab {

class WholeFile {
public:
    /// Writes beside the file, into PATH.part; what is no regular file, as a pipe, is written
    /// directly.
    explicit WholeFile(std::string path);
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;
    /// Removes what was not kept.
    ~WholeFile();

    /// Errors are told by keep().
    [[nodiscard]] std::ostream& stream() { return out_; }
    /// All was written: gives the file its name, replacing an older one. The error names the file
    /// and the system's reason; the older file is then as it was.
    [[nodiscard]] Result<void, std::string> keep();

private:
    std::string path_;
    std::string written_path_;  // path_ itself where it is no regular file
    std::ofstream out_;
    int open_error_ = 0;
};

}  // namespace sluice::lab
