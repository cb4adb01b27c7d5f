#pragma once
/// Which folder includes which: tests/tidy/arrows.txt against the sources. Pure, except
/// read_allowed_includes, which reads a file. Any thread.

#include "tests/tidy/source_tree.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::tidy {

/// The folders that a folder may include, besides itself.
using Arrows = std::map<std::string, std::set<std::string>>;

/// Folders in order; each may include only folders that stand before it.
struct AllowedIncludes {
    std::vector<std::string> order;  ///< as the file lists them
    Arrows allowed;
};

/// Lines "folder: folder folder ...", "#" begins a comment. Throws std::runtime_error on any other
/// line.
[[nodiscard]] AllowedIncludes parse_allowed_includes(const std::vector<std::string>& lines);
[[nodiscard]] AllowedIncludes read_allowed_includes(const std::filesystem::path& path);

/// The include lines between product folders: folder -> included folder -> "file:line" of each.
[[nodiscard]] std::map<std::string, std::map<std::string, std::vector<std::string>>> arrows_of(
    const std::vector<SourceFile>& files);

/// What differs: an arrow that may not be, one that is no longer needed, a folder without a line or
/// listed in vain, and an arrow to a folder that does not stand above in the list. One sentence
/// each.
[[nodiscard]] std::vector<std::string> check_includes(const std::vector<SourceFile>& files,
                                                      const AllowedIncludes& includes);

}  // namespace sluice::tidy
