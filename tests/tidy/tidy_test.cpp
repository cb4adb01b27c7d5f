// The points of docs/style.md that a program can check. A failure names file, line and what would
// be right.

#include "tests/tidy/dead_code.hpp"
#include "tests/tidy/layers.hpp"
#include "tests/tidy/source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <regex>
#include <set>
#include <string>
#include <vector>

namespace sluice::tidy {
namespace {

constexpr std::size_t header_lines_max = 150;
constexpr std::size_t source_lines_max = 400;
constexpr std::size_t test_lines_max = 600;
constexpr std::size_t function_lines_max = 70;
constexpr std::size_t columns_max =
    120;  // clang-format wraps code at 100; this leaves room for tables and long URLs

/// Files whose length is a constant table.
const std::set<std::string> table_files{};

/// Functions that only tests call and that are right so.
const std::set<std::string> called_by_tests_only{
    "bip54_fault",  // the published vectors judge timestamps; a chain asks for the earliest one
    "bip94_fault",
    "difficulty_per_second",            // what vardiff has estimated, for comparison with the truth
    "double_spend_probability_by_sum",  // the sum as published, for comparison with the closed form
    "enumerate_devices",  // devices without a child process for each driver, for benchmarks too
    "foreign_flags",      // the table, to walk through
    "page_assets",        // called by what the build makes of the page
};

const std::filesystem::path root{SLUICE_SOURCE_DIR};

const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> files = read_source_tree(root);
    return files;
}

std::string place(const SourceFile& file, std::size_t line) {
    return file.path + ":" + std::to_string(line);
}

TEST(tidy, files_are_short) {
    for (const SourceFile& file : sources()) {
        const std::size_t limit = file.is_test()     ? test_lines_max
                                  : file.is_header() ? header_lines_max
                                                     : source_lines_max;
        EXPECT_TRUE(file.lines.size() <= limit || table_files.contains(file.path))
            << file.path << " has " << file.lines.size() << " lines; split it by job, the limit is "
            << limit;
    }
}

TEST(tidy, functions_are_short) {
    for (const SourceFile& file : sources()) {
        for (const Function& function : find_functions(file)) {
            EXPECT_LE(function.line_count, function_lines_max)
                << place(file, function.first_line) << " is a function too long to read at once";
        }
    }
}

TEST(tidy, lines_fit) {
    for (const SourceFile& file : sources()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_LE(file.lines[i].size(), columns_max) << place(file, i + 1);
            EXPECT_EQ(file.lines[i].find('\t'), std::string::npos)
                << place(file, i + 1) << " has a tab";
        }
    }
}

TEST(tidy, includes_follow_the_arrows) {
    for (const std::string& fault :
         check_includes(sources(), read_allowed_includes(root / "tests/tidy/arrows.txt"))) {
        ADD_FAILURE() << fault;
    }
}

TEST(tidy, product_code_has_a_caller_in_the_product) {
    for (const std::string& function : find_uncalled(sources(), called_by_tests_only)) {
        ADD_FAILURE() << function
                      << " is called by nothing but tests: take it out, or move it to them";
    }
}

TEST(tidy, headers_stand_in_the_lists_of_cmake) {
    for (const std::string& header : find_unlisted_headers(sources(), read_cmake_lists(root))) {
        ADD_FAILURE() << header
                      << " stands in no CMakeLists.txt: add it to the HEADERS of its library";
    }
}

TEST(tidy, nothing_includes_the_tests) {
    for (const SourceFile& file : sources()) {
        if (file.is_test()) {
            continue;
        }
        for (const std::string& line : file.lines) {
            EXPECT_FALSE(line.starts_with("#include \"tests/")) << file.path;
        }
    }
}

TEST(tidy, headers_open_with_pragma_once_and_their_purpose) {
    for (const SourceFile& file : sources()) {
        if (!file.is_header()) {
            continue;
        }
        ASSERT_GE(file.lines.size(), 2U) << file.path;
        EXPECT_EQ(file.lines[0], "#pragma once") << file.path;
        EXPECT_TRUE(file.lines[1].starts_with("///"))
            << file.path << " must open with a paragraph of its purpose";
    }
}

TEST(tidy, no_leftover_markers) {
    // Built from halves so that this file does not match itself.
    const std::regex marker(
        "\\b("
        "TO"
        "DO(?!\\(#[0-9]+\\))|"
        "FIX"
        "ME|"
        "XX"
        "X|"
        "HA"
        "CK)\\b");
    for (const SourceFile& file : sources()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_FALSE(std::regex_search(file.lines[i], marker))
                << place(file, i + 1) << ": " << file.lines[i];
        }
    }
}

TEST(tidy, no_commented_out_code) {
    static const std::regex disabled(R"(^\s*// ?[A-Za-z_][^.`]*(;|\{)\s*$)");
    for (const SourceFile& file : sources()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_FALSE(std::regex_search(file.lines[i], disabled))
                << place(file, i + 1) << ": " << file.lines[i];
        }
    }
}

// Quotes in a format string escape nothing: a node's line break would begin a forged line.
TEST(tidy, log_lines_quote_texts_by_log_quote) {
    const std::string bare = R"(=\"{}\")";
    for (const SourceFile& file : sources()) {
        if (!file.path.starts_with("pool/")) {
            continue;
        }
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_EQ(file.lines[i].find(bare), std::string::npos)
                << place(file, i + 1) << ": write ={} and pass log_quote(text)";
        }
    }
}

}  // namespace
}  // namespace sluice::tidy
