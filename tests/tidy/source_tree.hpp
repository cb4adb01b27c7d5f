#pragma once
/// Reads the project's own sources as lines of text for the style tests. Not thread-safe.

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::tidy {

struct SourceFile {
    std::string path;  ///< relative to the project's root, with '/'
    std::vector<std::string> lines;

    [[nodiscard]] bool is_header() const;
    [[nodiscard]] bool is_test() const { return path.starts_with("tests/"); }
};

struct Function {
    std::size_t first_line = 0;  ///< 1-based line on which the signature starts
    std::size_t line_count = 0;
};

/// Every C++, CUDA and OpenCL file below the source folders, sorted by path.
[[nodiscard]] std::vector<SourceFile> read_source_tree(const std::filesystem::path& root);

/// Every CMakeLists.txt below the source folders.
[[nodiscard]] std::vector<SourceFile> read_cmake_lists(const std::filesystem::path& root);

[[nodiscard]] std::vector<std::string> read_lines(const std::filesystem::path& path);

/// Bodies that open with ") {" (functions, and the control statements inside them), found by their indentation, which
/// clang-format guarantees.
[[nodiscard]] std::vector<Function> find_functions(const SourceFile& file);

/// The text of a line without its string literals and line comment.
[[nodiscard]] std::string code_of(const std::string& line);

}  // namespace sluice::tidy
