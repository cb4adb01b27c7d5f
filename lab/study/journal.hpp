#pragma once
/// Journal: lines in a file, each on disk before the next is computed, so that work that was cut
/// off goes on where it stopped. A line that a crash or a full disk cut short is dropped when the
/// file is opened again. Not thread-safe.

#include "base/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

class Journal {
public:
    /// Opens or creates the file, whose first line must be `title`: what these lines are, so that
    /// two kinds of work are never mixed. One process at a time. The error names the file and what
    /// to do.
    [[nodiscard]] static Result<Journal, std::string> open(const std::string& path,
                                                           std::string_view title);
    Journal(Journal&& other) noexcept;
    Journal& operator=(Journal&&) = delete;
    ~Journal();

    /// The lines below the title that were there when it was opened.
    [[nodiscard]] const std::vector<std::string>& lines() const { return lines_; }
    /// Adds a line (without line feeds) and returns once it is on disk. On failure the file is as
    /// before.
    [[nodiscard]] Result<void, std::string> append(std::string_view line);

private:
    Journal(std::string path, int file) : path_(std::move(path)), file_(file) {}

    std::string path_;
    int file_ = -1;
    long long size_bytes_ = 0;
    std::vector<std::string> lines_;
};

}  // namespace sluice::lab
