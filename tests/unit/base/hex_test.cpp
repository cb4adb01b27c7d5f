#include "base/hex.hpp"

#include <gtest/gtest.h>

#include <array>

namespace sluice {
namespace {

TEST(hex, reads_both_cases_and_writes_lower_case) {
    const auto bytes = from_hex("00fFA5");
    ASSERT_TRUE(bytes);
    EXPECT_EQ(to_hex(*bytes), "00ffa5");
    EXPECT_EQ(from_hex("")->size(), 0U);
}

TEST(hex, rejects_odd_lengths_prefixes_and_other_characters) {
    for (const char* text : {"0", "0x00", "0g", " 00", "00 ", "-1", "\xff\xff"}) {
        EXPECT_FALSE(from_hex(text)) << text;
    }
}

TEST(hex, fills_exactly_the_buffer_given) {
    std::array<std::uint8_t, 2> out{};
    EXPECT_TRUE(from_hex_into("beef", out));
    EXPECT_EQ(out[0], 0xbe);
    EXPECT_FALSE(from_hex_into("be", out));
    EXPECT_FALSE(from_hex_into("beefed", out));
}

TEST(hex, writes_and_reads_numbers_most_significant_digit_first) {
    EXPECT_EQ(to_hex_be32(0x1d00ffff), "1d00ffff");
    EXPECT_EQ(from_hex_be32("B2957C02"), 0xb2957c02U);
    EXPECT_FALSE(from_hex_be32("1234567"));
    EXPECT_FALSE(from_hex_be32("123456789"));
    EXPECT_FALSE(from_hex_be32("0x123456"));
}

TEST(compact_size, grows_at_its_edges) {
    const auto encoded = [](std::uint64_t value) {
        Bytes bytes;
        append_compact_size(bytes, value);
        return to_hex(bytes);
    };
    EXPECT_EQ(encoded(0), "00");
    EXPECT_EQ(encoded(0xfc), "fc");
    EXPECT_EQ(encoded(0xfd), "fdfd00");
    EXPECT_EQ(encoded(0xffff), "fdffff");
    EXPECT_EQ(encoded(0x10000), "fe00000100");
    EXPECT_EQ(encoded(0xffffffff), "feffffffff");
    EXPECT_EQ(encoded(0x100000000), "ff0000000001000000");
}

}  // namespace
}  // namespace sluice
