#pragma once
/// Which folder includes which: the arrows that stand in tests/tidy/arrows.txt against those in the sources.
/// Pure but for read_floors. Any thread.

#include "tests/tidy/source_tree.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::tidy {

/// The folders that a folder may include, besides itself.
using Arrows = std::map<std::string, std::set<std::string>>;

/// The drawing of the house: folders from the ground up.
struct Floors {
    std::vector<std::string> order;  ///< as the file lists them
    Arrows allowed;
};

/// Lines "folder: folder folder ...", "#" begins a comment. Throws std::runtime_error on any other line.
[[nodiscard]] Floors parse_floors(const std::vector<std::string>& lines);
[[nodiscard]] Floors read_floors(const std::filesystem::path& path);

/// The include lines between product folders: folder -> included folder -> "file:line" of each.
[[nodiscard]] std::map<std::string, std::map<std::string, std::vector<std::string>>> arrows_of(
    const std::vector<SourceFile>& files);

/// What differs: an arrow that may not be, one that is no longer needed, a folder without a line or listed in vain, and
/// an arrow to a folder that does not stand above in the list. One sentence each.
[[nodiscard]] std::vector<std::string> check_floors(const std::vector<SourceFile>& files, const Floors& floors);

}  // namespace sluice::tidy
