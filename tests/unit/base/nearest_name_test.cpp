#include "base/nearest_name.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace sluice {
namespace {

constexpr std::array<std::string_view, 4> names{"listen", "shards", "version_mask", "url"};

TEST(nearest_name, finds_a_name_with_a_letter_missing_swapped_or_added) {
    EXPECT_EQ(nearest_name("listn", names), "listen");
    EXPECT_EQ(nearest_name("lisetn", names), "listen");
    EXPECT_EQ(nearest_name("listens", names), "listen");
}

TEST(nearest_name, prefers_a_name_that_goes_on_from_the_text) {
    constexpr std::array<std::string_view, 4> rules{"ema", "lwma-1", "lwma-4", "asert-decred"};
    EXPECT_EQ(nearest_name("lwma", rules), "lwma-1");
    EXPECT_EQ(nearest_name("lwma-", rules), "lwma-1");
    EXPECT_EQ(nearest_name("Asert", rules), "asert-decred");
    EXPECT_EQ(nearest_name("emma", rules), "ema");
    EXPECT_EQ(nearest_name("as", rules), "") << "too little to tell";
}

TEST(nearest_name, ignores_case) { EXPECT_EQ(nearest_name("Version_Mask", names), "version_mask"); }

TEST(nearest_name, finds_nothing_when_nothing_is_near) {
    EXPECT_EQ(nearest_name("password", names), "");
    EXPECT_EQ(nearest_name("", names), "");
    EXPECT_EQ(nearest_name("xyz", names), "");
    EXPECT_EQ(nearest_name(std::string(100'000, 'l'), names), "");
}

}  // namespace
}  // namespace sluice
