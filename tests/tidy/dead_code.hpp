#pragma once
/// Product code that only tests call, and headers that no build knows. Pure, any thread.

#include "tests/tidy/source_tree.hpp"

#include <set>
#include <string>
#include <vector>

namespace sluice::tidy {

/// Functions that a product header declares and that no product source names again but to define them: "name in path".
/// An overload that is used hides one that is not. `known` may be so, with the reason beside the list.
[[nodiscard]] std::vector<std::string> find_uncalled(const std::vector<SourceFile>& files,
                                                     const std::set<std::string>& known);

/// Product headers that the CMakeLists.txt of their folder, or of one above it, does not list: they are not checked to
/// compile alone. `lists` are the CMakeLists.txt of the tree.
[[nodiscard]] std::vector<std::string> find_unlisted_headers(const std::vector<SourceFile>& files,
                                                             const std::vector<SourceFile>& lists);

}  // namespace sluice::tidy
