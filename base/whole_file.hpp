#pragma once
/// Writes a file whole or not at all: readers, other writers and a full disk meet the old file or
/// the new one, never a part. Thread-safe.

#include <filesystem>
#include <string_view>
#include <system_error>

namespace sluice {

/// Writes a draft beside the file and renames it, behind links; makes the folder. On an error the
/// file is as it was and no draft is left. What is no regular file, as /dev/null, is written to.
[[nodiscard]] std::error_code replace_file(const std::filesystem::path& path,
                                           std::string_view text);

}  // namespace sluice
