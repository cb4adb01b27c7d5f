// The points of docs/style.md that a program can check. A failure names file, line and what would be right.

#include "tests/tidy/source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
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
constexpr std::size_t columns_max = 120;  // clang-format wraps code at 100; this leaves room for tables and long URLs

/// Files whose length is a constant table.
const std::set<std::string> table_files{};

/// Which top folders (or pool folders) each folder may include, besides itself. The arrows of docs/architecture.md.
const std::map<std::string, std::set<std::string>> allowed_includes{
    {"base", {}},
    {"kernels", {"base"}},
    {"protocol", {"base"}},
    {"difficulty", {"base", "protocol"}},
    {"lab", {"base", "protocol", "difficulty"}},
    {"miner", {"base", "protocol", "kernels"}},
    {"pool/log", {"base"}},
    {"pool/sqlite", {"base", "protocol"}},
    {"pool/config", {"base", "protocol", "difficulty"}},
    {"pool/monitor", {"base", "protocol", "difficulty"}},
    {"pool/ledger", {"base", "protocol", "pool/log", "pool/sqlite"}},
    {"pool/chain", {"base", "protocol", "difficulty", "pool/log", "pool/sqlite"}},
    {"pool/source", {"base", "protocol", "difficulty", "pool/log", "pool/chain"}},
    {"pool/jobs", {"base", "protocol", "difficulty", "kernels"}},
    {"pool/server", {"base", "protocol", "difficulty", "kernels", "pool/log", "pool/jobs", "pool/ledger", "pool/monitor"}},
    {"pool/http", {"base", "protocol", "pool/log", "pool/monitor"}},
    {"pool/app",
     {"base", "protocol", "difficulty", "kernels", "pool/log", "pool/config", "pool/source", "pool/chain", "pool/jobs",
      "pool/ledger", "pool/monitor", "pool/server", "pool/http"}},
};

const std::vector<SourceFile>& sources() {
    static const std::vector<SourceFile> files = read_source_tree(SLUICE_SOURCE_DIR);
    return files;
}

/// "pool/server" for pool/dialects/stratum_v1/session.cpp, "protocol" for protocol/stratum/notify.hpp.
std::string room_of(const std::string& path) {
    const std::size_t first = path.find('/');
    if (path.starts_with("pool/")) {
        const std::size_t second = path.find('/', first + 1);
        return second == std::string::npos ? "pool/app" : path.substr(0, second);
    }
    return path.substr(0, first);
}

std::string place(const SourceFile& file, std::size_t line) { return file.path + ":" + std::to_string(line); }

TEST(tidy, sees_the_source_tree) { EXPECT_GT(sources().size(), 50U); }

TEST(tidy, files_are_short) {
    for (const SourceFile& file : sources()) {
        const std::size_t limit = file.is_test()     ? test_lines_max
                                  : file.is_header() ? header_lines_max
                                                     : source_lines_max;
        EXPECT_TRUE(file.lines.size() <= limit || table_files.contains(file.path))
            << file.path << " has " << file.lines.size() << " lines; split it by job, the limit is " << limit;
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
            EXPECT_EQ(file.lines[i].find('\t'), std::string::npos) << place(file, i + 1) << " has a tab";
        }
    }
}

TEST(tidy, includes_follow_the_arrows) {
    static const std::regex include_line(R"re(^#include "([^"]+)")re");
    for (const SourceFile& file : sources()) {
        if (file.is_test()) {
            continue;
        }
        const std::string room = room_of(file.path);
        ASSERT_TRUE(allowed_includes.contains(room)) << file.path << " lies in a folder without a row of its own";
        const std::set<std::string>& allowed = allowed_includes.at(room);
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            std::smatch match;
            if (!std::regex_search(file.lines[i], match, include_line)) {
                continue;
            }
            const std::string from = room_of(match[1].str());
            EXPECT_TRUE(from == room || allowed.contains(from))
                << place(file, i + 1) << ": " << room << " must not include " << match[1].str();
        }
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
        EXPECT_TRUE(file.lines[1].starts_with("///")) << file.path << " must open with a paragraph of its purpose";
    }
}

TEST(tidy, no_leftover_markers) {
    // Built from halves so that this file does not match itself.
    const std::regex marker("\\b(" "TO" "DO(?!\\(#[0-9]+\\))|" "FIX" "ME|" "XX" "X|" "HA" "CK)\\b");
    for (const SourceFile& file : sources()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_FALSE(std::regex_search(file.lines[i], marker)) << place(file, i + 1) << ": " << file.lines[i];
        }
    }
}

TEST(tidy, no_commented_out_code) {
    static const std::regex disabled(R"(^\s*// ?[A-Za-z_][^.`]*(;|\{)\s*$)");
    for (const SourceFile& file : sources()) {
        for (std::size_t i = 0; i < file.lines.size(); ++i) {
            EXPECT_FALSE(std::regex_search(file.lines[i], disabled)) << place(file, i + 1) << ": " << file.lines[i];
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

TEST(tidy, finds_a_function_that_is_too_long) {
    SourceFile file{"example.cpp", {"void example(int a,", "             int b) {"}};
    file.lines.insert(file.lines.end(), function_lines_max, "    a += b;");
    file.lines.emplace_back("}");
    const std::vector<Function> functions = find_functions(file);
    ASSERT_EQ(functions.size(), 1U);
    EXPECT_EQ(functions[0].first_line, 1U);
    EXPECT_EQ(functions[0].line_count, function_lines_max + 3);
}

}  // namespace
}  // namespace sluice::tidy
