#include "protocol/bitcoin/bech32.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::protocol {
namespace {

using ::testing::HasSubstr;

std::string problem_of(std::string_view text) {
    const auto decoded = decode_bech32(text);
    return decoded ? "" : decoded.error();
}

// BIP173, "Test vectors".
TEST(bech32, takes_every_valid_string_of_bip173) {
    for (
        const char* text :
        {"A12UEL5L", "a12uel5l",
         "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tg"
         "s",
         "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
         "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247"
         "j",
         "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w", "?1ezyfcl"}) {
        const auto decoded = decode_bech32(text);
        ASSERT_TRUE(decoded) << text << ": " << decoded.error();
        EXPECT_EQ(decoded->encoding, Bech32Encoding::bech32) << text;
    }
}

// BIP350, "Test vectors for Bech32m".
TEST(bech32, takes_every_valid_string_of_bip350) {
    for (
        const char* text :
        {"A1LQFN3A", "a1lqfn3a",
         "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg"
         "6",
         "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
         "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr"
         "8",
         "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"}) {
        const auto decoded = decode_bech32(text);
        ASSERT_TRUE(decoded) << text << ": " << decoded.error();
        EXPECT_EQ(decoded->encoding, Bech32Encoding::bech32m) << text;
    }
}

// The invalid strings of both documents.
TEST(bech32, refuses_every_invalid_string) {
    for (
        const char* text :
        {"\x20"
         "1nwldj5",
         "\x7f"
         "1axkwrx",
         "\x80"
         "1eym55h",
         "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569p"
         "vx",
         "pzry9x0s0muk",
         "1pzry9x0s0muk",
         "x1b4n0q5v",
         "li1dgmt3",
         "de1lg7wt\xff",
         "A1G7SGD8",
         "10a06t8",
         "1qzzfhee",
         "\x20"
         "1xj0phk",
         "\x7f"
         "1g6xzxy",
         "\x80"
         "1vctc34",
         "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pt"
         "s4",
         "qyrz8wqd2c9m",
         "1qyrz8wqd2c9m",
         "y1b0jsk6g",
         "lt1igcx5c0",
         "in1muywd",
         "mm1crxm3i",
         "au1s5cgom",
         "M1VUXWEZ",
         "16plkw9",
         "1p2gdwpf",
         ""}) {
        EXPECT_NE(problem_of(text), "") << text;
    }
}

TEST(bech32, says_what_is_wrong) {
    EXPECT_THAT(problem_of("pzry9x0s0muk"), HasSubstr("separator"));
    EXPECT_THAT(problem_of("x1b4n0q5v"), HasSubstr("character 3"));
    EXPECT_THAT(problem_of("li1dgmt3"), HasSubstr("too short"));
    EXPECT_THAT(problem_of("a12UEL5L"), HasSubstr("mixed upper and lower case"));
    EXPECT_THAT(problem_of(std::string(91, 'q')), HasSubstr("91 characters"));
}

TEST(bech32, points_at_the_one_mistyped_character) {
    const std::string good = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w";
    for (std::size_t i = 6; i < good.size(); ++i) {
        std::string bad = good;
        bad[i] = bad[i] == 'q' ? 'p' : 'q';
        EXPECT_THAT(problem_of(bad), HasSubstr("character " + std::to_string(i + 1) + " looks"));
    }
    EXPECT_THAT(problem_of("split1qqqqqqqqtagehandshakeupstreamerranterredcaperred2y9e3w"),
                HasSubstr("several characters"));
}

TEST(bech32, five_bit_values_become_bytes_only_with_zero_padding) {
    const std::vector<std::uint8_t> whole{31, 31, 31, 31, 31, 31, 31, 31};
    EXPECT_EQ(bytes_of_five_bit_values(whole), Bytes(5, 0xff));
    EXPECT_EQ(bytes_of_five_bit_values(std::vector<std::uint8_t>{31, 28}), Bytes{0xff});
    EXPECT_FALSE(bytes_of_five_bit_values(std::vector<std::uint8_t>{31, 29}));     // padding 01
    EXPECT_FALSE(bytes_of_five_bit_values(std::vector<std::uint8_t>{31, 28, 0}));  // seven bits
    EXPECT_EQ(bytes_of_five_bit_values({}), Bytes{});
}

}  // namespace
}  // namespace sluice::protocol
