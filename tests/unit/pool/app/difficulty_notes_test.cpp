#include "pool/app/difficulty_notes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using testing::HasSubstr;
using testing::Not;

ShareDifficultyOptions options(double start, double min) {
    return {.start = start, .min = min, .rental_min = 524'288};
}

TEST(difficulty_notes, name_the_keys_above_the_network) {
    const auto note = keys_above_network(options(1024, 1), 1000);
    ASSERT_TRUE(note.has_value());
    EXPECT_THAT(*note, HasSubstr("start_difficulty 1024"));
    EXPECT_THAT(*note, HasSubstr("rental_min_difficulty 524288"));
    EXPECT_THAT(*note, Not(HasSubstr(" min_difficulty")));
    EXPECT_THAT(*note, HasSubstr("of 1000"));
    EXPECT_FALSE(keys_above_network(options(1024, 1), 1e6).has_value());
}

TEST(difficulty_notes, say_when_shares_cannot_follow_the_network) {
    EXPECT_FALSE(network_below_shares(options(1, 1), 0.001).has_value());
    const auto note = network_below_shares(options(1, 0.001), 4.66e-10);
    ASSERT_TRUE(note.has_value());
    EXPECT_THAT(*note, HasSubstr("4.66e-10"));
    EXPECT_FALSE(network_below_shares(options(1, 0x1p-20), 0x1p-19).has_value())
        << "a lower minimum lets shares follow further";
}

}  // namespace
}  // namespace sluice::pool
