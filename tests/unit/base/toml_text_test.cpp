#include "base/toml/toml_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

using ::testing::HasSubstr;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    for (std::size_t i = 0; i < times; ++i) {
        all += text;
    }
    return all;
}

/// Of what is too deep, which no parser may see; 0: nothing is.
std::size_t wrong_line(std::string_view text) {
    const auto parsed = parse_toml(text);
    return !parsed && parsed.error().problem.find("more than") != std::string::npos
               ? parsed.error().line
               : 0;
}

TEST(toml_text, a_key_of_very_many_parts_is_refused_and_not_parsed) {
    const std::string key = repeated("a.", 50'000) + "a";
    for (const std::string& text :
         {"\n" + key + " = 1\n", "\n[" + key + "]\n", "\nx = { " + key + " = 1 }\n",
          "\n" + repeated("\"a\".", 50'000) + "a = 1\n",
          "\n" + repeated("'a' . ", 50'000) + "a=1"}) {
        EXPECT_EQ(wrong_line(text), 2U) << text.substr(0, 20);
        EXPECT_THAT(parse_toml(text).error().problem, HasSubstr("a key of more than"));
    }
}

TEST(toml_text, tables_within_tables_over_many_lines_are_refused) {
    const std::string level = "{" + repeated("a.", 20) + "a = [\n";
    EXPECT_EQ(wrong_line("x = [\n" + repeated(level, 5'000)), 9U);
    EXPECT_EQ(wrong_line(repeated("[", 100'000)), 1U);
}

TEST(toml_text, strings_and_comments_may_hold_anything) {
    const std::string dots(200, '.');
    const std::string brackets(200, '[');
    for (const std::string& text : {
             "# " + dots + brackets + "\nx = 1",
             "x = \"" + dots + "\\\"" + brackets + "\" # it's " + dots,
             "x = '" + dots + "\\' # '" + brackets,
             "x = \"\"\"\n" + dots + "\"\" \\\"\"\"\n" + brackets + "\"\"\"\"\"\ny = 1",
             "x = '''" + dots + "\n''\n" + brackets + "'''''",
             "x = \"\"\ny = ''\n# \"" + dots,
         }) {
        EXPECT_EQ(wrong_line(text), 0U) << text;
    }
}

TEST(toml_text, sees_what_stands_behind_a_string) {
    const std::string deep = repeated("a.", 40) + "a = 1";
    for (const std::string& before :
         {std::string("x = \"a\\\\\"\n"), std::string("x = '\\'\n"), std::string("x = ''\n"),
          std::string("x = \"\"\"a\"\"\"\"\"\n"), std::string("# \"\n"), std::string("x = \"\n"),
          std::string("x = \"\"\"\\\"\"\"\"\n")}) {
        EXPECT_EQ(wrong_line(before + deep), 2U) << before;
    }
}

TEST(toml_text, many_numbers_in_a_line_are_no_deep_key) {
    const auto parsed = parse_toml("x = [" + repeated("0.5, ", 1'000) + "0.5]\n");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->at("x").as_array()->size(), 1'001U);
    EXPECT_TRUE(parse_toml("s = [" + repeated("{a = 0.5, b.c = 1.5}, ", 100) + "]\n"));
}

TEST(toml_text, that_is_none_says_where_and_what_would_be_right) {
    const auto parsed = parse_toml("a = 1\nb = two\n");
    ASSERT_FALSE(parsed);
    EXPECT_EQ(parsed.error().line, 2U);
    EXPECT_THAT(parsed.error().remedy, HasSubstr("text needs quotes"));
}

TEST(toml_text, a_whole_configuration_is_flat) {
    EXPECT_EQ(wrong_line("[stratum]\nlisten = [\"127.0.0.1:1\", \"10.0.0.1:2\"]\n"
                         "[[embedded.deployment]]\nname = \"a.b.c\"\n"
                         "[vardiff]\nshares_per_minute = 0.5\n"),
              0U);
}

}  // namespace
}  // namespace sluice
