#include "lab/input/header_file.hpp"

#include "lab/support/file_text.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr std::string_view three_blocks =
    "height,time,bits,rule\n"
    "100,1000,1d00ffff,given\n"
    "101,1600,1d00ffff,same\n"
    "102,2200,1c7fff80,retarget\n";

std::string header_error_of(std::string_view content,
                            std::optional<difficulty::Height> first_height = {}) {
    const auto file = parse_header_file(content, "h", {.first_height = first_height});
    return file ? "none" : file.error();
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

TEST(header_file, reads_blocks_by_column_names) {
    const auto file = parse_header_file(three_blocks, "h");
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->chains.front().first_height, 100U);
    EXPECT_EQ(file->chains.front().blocks,
              (std::vector<difficulty::Block>{
                  {1'000, 0x1d00ffff}, {1'600, 0x1d00ffff}, {2'200, 0x1c7fff80}}));
}

TEST(header_file, says_where_a_csv_is_out_of_order_truncated_or_wrong) {
    const std::string good(three_blocks);
    const std::string third = "h:3: ";
    EXPECT_THAT(header_error_of(replaced(good, "101", "105")),
                AllOf(StartsWith(third + "a gap"), HasSubstr("height 105 where 101 belongs")));
    EXPECT_THAT(header_error_of(replaced(good, "101", "99")),
                AllOf(StartsWith(third + "out of order"), HasSubstr("height 99")));
    EXPECT_THAT(header_error_of("height,time,bits\n100,1000,1d00ffff\n101,16"),
                AllOf(StartsWith(third + "truncated"), HasSubstr("2 of 3")));
    for (const char* wrong : {"16:0", "9223372036854775807", "-1"}) {
        EXPECT_THAT(header_error_of(replaced(good, "1600", wrong)),
                    AllOf(StartsWith(third + "time"), HasSubstr(wrong)));
    }
    EXPECT_THAT(header_error_of(replaced(good, "1c7fff80", "1c7fff8")),
                AllOf(StartsWith("h:4: bits '1c7fff8'"), HasSubstr("8 hexadecimal digits")));
    EXPECT_NE(header_error_of("a,b\n1,2\n").find("expected height,time,bits"), std::string::npos);
    EXPECT_NE(header_error_of("").find("is empty"), std::string::npos);
}

TEST(header_file, takes_a_byte_order_mark_and_0x_as_they_come) {
    const auto file = parse_header_file("\xef\xbb\xbfheight,time,bits\n100,1000,0x1d00ffff\n", "h");
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->chains.front().blocks, (std::vector<difficulty::Block>{{1'000, 0x1d00'ffff}}));
}

TEST(header_file, splits_at_gaps_where_they_are_allowed) {
    const auto file = parse_header_file(
        "height,time,bits\n1,10,1d00ffff\n2,20,1d00ffff\n7,70,1d00ffff\n", "h", {.gaps = true});
    ASSERT_TRUE(file) << file.error();
    ASSERT_EQ(file->chains.size(), 2U);
    EXPECT_EQ(file->chains[1].first_height, 7U);
    EXPECT_THAT(header_error_of("height,time,bits\n2,10,1d00ffff\n1,20,1d00ffff\n"),
                StartsWith("h:3: out of order: height 1 "));
}

TEST(header_file, reads_difficulties_up_to_256_bits) {
    const std::string most =
        "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    const auto file =
        parse_header_file("height,time,difficulty,has_uncles\n5,10," + most + ",1\n", "h");
    ASSERT_TRUE(file) << file.error();
    EXPECT_TRUE(file->chains.empty());
    const NativeBlock& block = file->natives.at(0).blocks.at(0);
    EXPECT_EQ(block.value, ~protocol::UInt256{0});
    EXPECT_TRUE(block.has_uncles);
    for (const std::string& wrong : {std::string("0"), std::string("-1"), std::string("1e3"),
                                     std::string(""), most + "0", "2" + most.substr(1)}) {
        EXPECT_NE(
            header_error_of("height,time,difficulty\n5,10," + wrong + "\n").find("h:2: difficulty"),
            std::string::npos)
            << wrong;
    }
    EXPECT_THAT(header_error_of("height,time,difficulty,has_uncles\n5,10,1,2\n"),
                StartsWith("h:2: has_uncles '2'"));
}

TEST(header_file, reads_retarget_periods_and_sees_broken_ones) {
    const std::string header = "first_height,first_time,last_height,last_time,old_bits,new_bits\n";
    const std::string first = "0,10,2015,20,1d00ffff,1c00ffff\n";
    const auto file =
        parse_header_file(header + first + "2016,30,4031,40,1c00ffff,1c00ffff\n", "h");
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->periods.size(), 2U);
    EXPECT_EQ(file->periods[0].next_bits, 0x1c00'ffffU);
    EXPECT_THAT(header_error_of(header + first + "2017,30,4031,40,1c00ffff,1c00ffff\n"),
                AllOf(StartsWith("h:3: out of order"), HasSubstr("2017"), HasSubstr("2015")));
    EXPECT_THAT(header_error_of(header + first + "2016,30,4031,40,1d00ffff,1c00ffff\n"),
                AllOf(StartsWith("h:3: not linked"), HasSubstr("old_bits at height 2016")));
}

/// Raw headers 0 and 1 of Bitcoin, and the first of the next period.
std::string raw_headers() {
    auto content = read_file(std::string(SLUICE_VECTORS_DIR) + "/headers/btc-retarget-headers.bin");
    return content ? *content : "";
}

TEST(header_file, reads_raw_headers_that_are_linked) {
    // Headers 2015 and 2016 stand next to each other in the file, second and third.
    const auto file = parse_header_file(raw_headers().substr(80, 160), "h", {.first_height = 2015});
    ASSERT_TRUE(file) << file.error();
    EXPECT_EQ(file->chains.front().first_height, 2015U);
    EXPECT_EQ(file->chains.front().blocks[1], (difficulty::Block{1'233'063'531, 0x1d00'ffff}));
}

TEST(header_file, says_at_which_height_raw_headers_are_cut_or_not_linked) {
    EXPECT_THAT(header_error_of(raw_headers().substr(80, 130), 2015),
                AllOf(StartsWith("h: header 2 (height 2016)"), HasSubstr("50 of 80 bytes")));
    EXPECT_TRUE(header_error_of(raw_headers().substr(0, 160), 7)
                    .starts_with("h: header 2 (height 8) is not linked: its parent 0000"));
}

}  // namespace
}  // namespace sluice::lab
