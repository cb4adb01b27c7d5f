#include "base/join.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice {
namespace {

TEST(join, puts_the_separator_between_texts_even_empty_ones) {
    EXPECT_EQ(join(std::vector<std::string>{}), "");
    EXPECT_EQ(join(std::vector<std::string_view>{"a"}), "a");
    EXPECT_EQ(join(std::vector<std::string>{"", "b", ""}), ", b, ");
    const auto text_of = [](int number) { return std::to_string(number); };
    EXPECT_EQ(join(std::vector{1, 2, 3}, " ", text_of), "1 2 3");
}

}  // namespace
}  // namespace sluice
