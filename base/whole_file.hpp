#pragma once
/// Writes a file whole or not at all: readers, other writers and a full disk meet the old file or
/// the new one, never a part. A WholeFile belongs to one thread; replace_file is thread-safe.

#include <filesystem>
#include <fstream>
#include <ostream>
#include <string_view>
#include <system_error>

namespace sluice {

/// A file that appears under its name only when all of it is written.
class WholeFile {
public:
    /// Opens a draft beside the file, behind links. A path that is no regular file, as a pipe or
    /// /dev/null, is written to directly.
    explicit WholeFile(const std::filesystem::path& path);
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;
    /// Removes the draft of a file that was not kept.
    ~WholeFile();

    /// Errors are told by keep().
    [[nodiscard]] std::ostream& stream() { return out_; }
    /// Gives the draft the file's name. On an error the file is as it was and no draft is left.
    [[nodiscard]] std::error_code keep();

private:
    std::error_code error_;        // first: finding file_ sets it
    std::filesystem::path file_;   // behind links
    std::filesystem::path draft_;  // empty once there is none
    std::ofstream out_;
};

/// A WholeFile of this text; makes the folder too.
[[nodiscard]] std::error_code replace_file(const std::filesystem::path& path,
                                           std::string_view text);

}  // namespace sluice
