#include "base/printable.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice {
namespace {

TEST(printable, leaves_nothing_that_a_terminal_obeys) {
    EXPECT_EQ(printable("a\x1b[2Jb\nc\x7f"), "a?[2Jb?c?");
    EXPECT_EQ(printable("caf\xc3\xa9", 10, ' '), "caf  ");
    EXPECT_EQ(printable(std::string(300, 'x')).size(), printable_size_max + 3);
    EXPECT_EQ(printable("abcdef", 3), "abc...");
}

TEST(printable, knows_what_turns_text_around_or_ends_a_line) {
    for (const char* text : {"a\tb", "a\x7f", "a\xc2\x85", "a\xe2\x80\xa8",
                             "a\xe2\x80\xae"
                             "b",
                             "\xe2\x81\xa6x", "\xd8\x9c", "\xe2\x80\x8f"}) {
        EXPECT_TRUE(has_controls(text)) << text;
    }
    for (const char* text : {"", "rig.01", "caf\xc3\xa9", "\xc2\xa0", "\xe2\x82\xac", "\xd8\xa7"}) {
        EXPECT_FALSE(has_controls(text)) << text;
    }
}

}  // namespace
}  // namespace sluice
