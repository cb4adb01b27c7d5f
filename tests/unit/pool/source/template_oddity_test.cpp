#include "pool/source/template_oddity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::int64_t coin = 100'000'000;

protocol::BlockTemplate template_with(std::int64_t height, std::int64_t reward) {
    protocol::BlockTemplate out;
    out.height = height;
    out.coinbase_value = reward;
    return out;
}

std::string oddity_between(const protocol::BlockTemplate& before,
                           const protocol::BlockTemplate& now) {
    return oddity_of(&before, now);
}

TEST(template_oddity, usual_templates_have_none) {
    EXPECT_THAT(oddity_of(nullptr, template_with(800'000, 6 * coin)), IsEmpty());
    EXPECT_THAT(oddity_of(nullptr, template_with(5'000'000, 10'000 * coin)), IsEmpty())
        << "Dogecoin";
    EXPECT_THAT(oddity_between(template_with(101, 50 * coin), template_with(102, 50 * coin)),
                IsEmpty());
    EXPECT_THAT(
        oddity_between(template_with(209'999, 50 * coin), template_with(210'000, 25 * coin)),
        IsEmpty());
    EXPECT_THAT(oddity_between(template_with(107, 50 * coin), template_with(101, 50 * coin)),
                IsEmpty())
        << "six deep";
}

TEST(template_oddity, a_height_that_falls_by_much_is_named) {
    EXPECT_THAT(oddity_between(template_with(101, 50 * coin), template_with(5, 50 * coin)),
                HasSubstr("height fell from 101 to 5"));
    EXPECT_THAT(oddity_between(template_with(108, 50 * coin), template_with(101, 50 * coin)),
                HasSubstr("height fell"));
}

TEST(template_oddity, a_reward_that_no_chain_pays_is_named_once) {
    const auto absurd = template_with(1, 84'000'000 * coin);
    EXPECT_THAT(oddity_of(nullptr, absurd), HasSubstr("coinbasevalue is 8400000000000000"));
    EXPECT_THAT(oddity_of(nullptr, template_with(1, 0)), HasSubstr("coinbasevalue is 0"));
    EXPECT_THAT(oddity_between(absurd, absurd), IsEmpty());
    EXPECT_THAT(oddity_between(template_with(1, 0), template_with(1, 0)), IsEmpty());
    EXPECT_THAT(oddity_between(template_with(1, 15'000 * coin), template_with(1, 25'000 * coin)),
                HasSubstr("coinbasevalue changed"));
}

TEST(template_oddity, a_reward_that_changes_by_a_factor_of_ten_is_named) {
    EXPECT_THAT(oddity_between(template_with(9, 50 * coin), template_with(10, 500 * coin + 10)),
                HasSubstr("changed from"));
    EXPECT_THAT(oddity_between(template_with(9, 50 * coin), template_with(10, 4 * coin)),
                HasSubstr("changed from"));
    EXPECT_THAT(oddity_between(template_with(9, 3 * coin), template_with(10, 29 * coin)), IsEmpty())
        << "a rush of fees";
}

}  // namespace
}  // namespace sluice::pool
