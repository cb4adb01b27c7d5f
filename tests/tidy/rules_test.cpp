// The rules of the style tests, tried on small sources: each must find what it is for.

#include "tests/tidy/dead_code.hpp"
#include "tests/tidy/layers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace sluice::tidy {
namespace {

using Lines = std::vector<std::string>;

std::vector<SourceFile> two_folders() {
    return {{"low/a.hpp", {"#pragma once"}},
            {"high/b.cpp", {"#include \"low/a.hpp\"", "#include <vector>"}}};
}

TEST(tidy_rules, folders_that_include_as_drawn_are_right) {
    EXPECT_EQ(
        check_includes(two_folders(), parse_allowed_includes({"# ground", "low:", "high: low"})),
        Lines{});
}

TEST(tidy_rules, an_arrow_that_is_not_drawn_is_found) {
    EXPECT_EQ(check_includes(two_folders(), parse_allowed_includes({"low:", "high:"})),
              Lines{"high/b.cpp:1: high may not include low"});
}

TEST(tidy_rules, an_arrow_that_nothing_needs_is_found) {
    EXPECT_EQ(check_includes(two_folders(),
                             parse_allowed_includes({"low:", "middle:", "high: low middle"})),
              (Lines{"middle stands in tests/tidy/arrows.txt and has no sources",
                     "high no longer includes middle: take it out of tests/tidy/arrows.txt"}));
}

TEST(tidy_rules, an_arrow_upwards_is_found) {
    EXPECT_EQ(check_includes(two_folders(), parse_allowed_includes({"high: low", "low:"})),
              Lines{"high includes low, which does not stand above it"});
}

TEST(tidy_rules, a_folder_without_a_line_is_found) {
    EXPECT_EQ(check_includes(two_folders(), parse_allowed_includes({"low:"})),
              Lines{"high has no line in tests/tidy/arrows.txt"});
}

TEST(tidy_rules, a_folder_that_is_drawn_twice_is_refused) {
    EXPECT_THROW((void)parse_allowed_includes({"low:", "low:"}), std::runtime_error);
    EXPECT_THROW((void)parse_allowed_includes({"low"}), std::runtime_error);
}

TEST(tidy_rules, tests_may_include_everything) {
    auto files = two_folders();
    files.push_back({"tests/unit/a_test.cpp", {"#include \"high/b.hpp\""}});
    EXPECT_EQ(check_includes(files, parse_allowed_includes({"low:", "high: low"})), Lines{});
}

std::vector<SourceFile> header_and_source() {
    return {
        {"low/a.hpp", {"[[nodiscard]] int used(int x);", "[[nodiscard]] int only_tested(int x);"}},
        {"low/a.cpp",
         {"int used(int x) { return x; }", "int only_tested(int x) { return x; }  // only_tested"}},
        {"high/b.cpp", {"int y = used(1);"}},
        {"tests/unit/a_test.cpp", {"EXPECT_EQ(only_tested(1), 1);"}}};
}

TEST(tidy_rules, a_function_that_only_tests_call_is_found) {
    EXPECT_EQ(find_uncalled(header_and_source(), {}), Lines{"only_tested in low/a.hpp"});
    EXPECT_EQ(find_uncalled(header_and_source(), {"only_tested"}), Lines{});
}

TEST(tidy_rules, a_function_that_its_own_source_calls_is_used) {
    auto files = header_and_source();
    files[0].lines.emplace_back("constexpr int inline_one(int x) { return x; }");
    EXPECT_EQ(find_uncalled(files, {"only_tested"}), Lines{"inline_one in low/a.hpp"});
    files[1].lines.emplace_back("int z = inline_one(1);");
    EXPECT_EQ(find_uncalled(files, {"only_tested"}), Lines{});
}

TEST(tidy_rules, a_header_that_no_cmake_list_names_is_found) {
    const std::vector<SourceFile> lists{
        {"low/CMakeLists.txt", {"    HEADERS", "        ba.hpp", "        c/d.hpp)"}}};
    const std::vector<SourceFile> files{
        {"low/a.hpp", {}}, {"low/ba.hpp", {}}, {"low/c/d.hpp", {}}, {"high/ba.hpp", {}}};
    EXPECT_EQ(find_unlisted_headers(files, lists), (Lines{"low/a.hpp", "high/ba.hpp"}));
}

TEST(tidy_rules, a_function_that_is_too_long_is_found) {
    SourceFile file{"example.cpp", {"void example(int a,", "             int b) {"}};
    file.lines.insert(file.lines.end(), 70, "    a += b;");
    file.lines.emplace_back("}");
    const std::vector<Function> functions = find_functions(file);
    ASSERT_EQ(functions.size(), 1U);
    EXPECT_EQ(functions[0].first_line, 1U);
    EXPECT_EQ(functions[0].line_count, 73U);
}

TEST(tidy_rules, text_and_comments_are_not_code) {
    EXPECT_EQ(code_of("int a = f(\"b // c\");  // d"), "int a = f();");
}

}  // namespace
}  // namespace sluice::tidy
