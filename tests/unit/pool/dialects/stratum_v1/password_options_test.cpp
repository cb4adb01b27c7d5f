#include "pool/dialects/stratum_v1/password_options.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace sluice::pool {
namespace {

TEST(password_options, reads_what_it_knows_and_ignores_the_rest) {
    EXPECT_EQ(parse_password(""), DifficultyWishes{});
    EXPECT_EQ(parse_password("secret"), DifficultyWishes{});
    EXPECT_EQ(parse_password("d=1024"), (DifficultyWishes{1024, std::nullopt}));
    EXPECT_EQ(parse_password("x,d=512,md=256,c=BTC"), (DifficultyWishes{512, 256}));
    EXPECT_EQ(parse_password("user_password, diff=0.001"), (DifficultyWishes{0.001, std::nullopt}));
    EXPECT_EQ(parse_password(",,d=,md=x,d=-1,d=inf,d=1e999,md=0"), DifficultyWishes{});
}

}  // namespace
}  // namespace sluice::pool
