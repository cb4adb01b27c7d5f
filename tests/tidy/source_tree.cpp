#include "tests/tidy/source_tree.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

namespace sluice::tidy {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> source_folders{"base", "protocol", "kernels", "difficulty", "lab",
                                                         "pool", "miner",    "tests"};
constexpr std::array<std::string_view, 5> source_suffixes{".cpp", ".hpp", ".cu", ".cuh", ".cl"};

bool is_source(const fs::path& path) {
    return std::ranges::find(source_suffixes, path.extension().string()) != source_suffixes.end();
}

std::size_t indent_of(const std::string& line) {
    const std::size_t at = line.find_first_not_of(' ');
    return at == std::string::npos ? line.size() : at;
}

template <class Wanted>
std::vector<SourceFile> read_tree(const fs::path& root, Wanted wanted) {
    std::vector<SourceFile> files;
    for (const std::string_view folder : source_folders) {
        for (auto at = fs::recursive_directory_iterator(root / folder);
             at != fs::recursive_directory_iterator(); ++at) {
            if (at->is_directory() && at->path().filename() == "node_modules") {
                at.disable_recursion_pending();
            } else if (at->is_regular_file() && wanted(at->path())) {
                files.push_back({fs::relative(at->path(), root).generic_string(), read_lines(at->path())});
            }
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

std::ptrdiff_t open_parentheses(const std::string& code) {
    return std::ranges::count(code, '(') - std::ranges::count(code, ')');
}

/// The line on which the signature that ends at `last` starts: walk up until the parentheses balance.
std::size_t signature_start(const SourceFile& file, std::size_t last) {
    std::ptrdiff_t balance = open_parentheses(code_of(file.lines[last]));
    std::size_t at = last;
    while (balance < 0 && at > 0) {
        balance += open_parentheses(code_of(file.lines[--at]));
    }
    return at;
}

}  // namespace

bool SourceFile::is_header() const { return path.ends_with(".hpp") || path.ends_with(".cuh"); }

std::vector<std::string> read_lines(const fs::path& path) {
    std::ifstream in(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::vector<SourceFile> read_source_tree(const fs::path& root) { return read_tree(root, is_source); }

std::vector<SourceFile> read_cmake_lists(const fs::path& root) {
    return read_tree(root, [](const fs::path& path) { return path.filename() == "CMakeLists.txt"; });
}

std::string code_of(const std::string& line) {
    std::string code;
    bool in_string = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (in_string && line[i] == '\\') {
            ++i;
        } else if (line[i] == '"') {
            in_string = !in_string;
        } else if (!in_string) {
            if (line[i] == '/' && i + 1 < line.size() && line[i + 1] == '/') {
                break;
            }
            code.push_back(line[i]);
        }
    }
    code.erase(code.find_last_not_of(' ') + 1);
    return code;
}

std::vector<Function> find_functions(const SourceFile& file) {
    std::vector<Function> functions;
    for (std::size_t i = 0; i < file.lines.size(); ++i) {
        const std::string code = code_of(file.lines[i]);
        if (!code.ends_with('{') || code.find(')') == std::string::npos) {
            continue;
        }
        const std::size_t start = signature_start(file, i);
        const std::string closing = std::string(indent_of(file.lines[start]), ' ') + "}";
        for (std::size_t end = i + 1; end < file.lines.size(); ++end) {
            if (file.lines[end].starts_with(closing)) {
                functions.push_back({start + 1, end - start + 1});
                break;
            }
        }
    }
    return functions;
}

}  // namespace sluice::tidy
