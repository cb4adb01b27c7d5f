#include "lab/input/recorded_votes.hpp"

#include "base/hex.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>

namespace sluice::lab {
namespace {

using ::testing::HasSubstr;

/// A file that lives as long as a test needs it.
class TemporaryFile {
public:
    explicit TemporaryFile(const std::string& bytes)
        : path_(::testing::TempDir() + "recorded_votes_" +
                ::testing::UnitTest::GetInstance()->current_test_info()->name()) {
        std::ofstream(path_, std::ios::binary) << bytes;
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;
    ~TemporaryFile() { std::remove(path_.c_str()); }

    [[nodiscard]] const std::string& path() const { return path_; }

private:
    std::string path_;
};

/// Bitcoin's first three headers, one after another.
std::string first_headers() {
    std::ifstream in(SLUICE_VECTORS_DIR "/headers/btc-famous.csv");
    std::string line;
    std::string bytes;
    std::getline(in, line);
    for (int height = 0; height < 3; ++height) {
        std::getline(in, line);
        const std::size_t start = line.find(',', line.find(',') + 1) + 1;
        const std::string hex = line.substr(start, 160);
        for (std::size_t i = 0; i < hex.size(); i += 2) {
            bytes += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
        }
    }
    return bytes;
}

Result<VoteRecord> read(const std::string& bytes, const VoteFileOptions& options = {}) {
    const TemporaryFile file(bytes);
    return read_vote_record(file.path(), options);
}

TEST(recorded_votes, are_read_from_raw_headers_that_begin_with_genesis) {
    const auto record = read(first_headers());
    ASSERT_TRUE(record) << record.error();
    EXPECT_EQ(record->first_height, 0U);
    EXPECT_EQ(record->versions, (std::vector<std::uint32_t>{1, 1, 1}));
    EXPECT_EQ(record->times, (std::vector<std::int64_t>{1231006505, 1231469665, 1231469744}));
}

TEST(recorded_votes, need_a_height_for_headers_that_begin_elsewhere) {
    const std::string later = first_headers().substr(80);
    EXPECT_THAT(read(later).error(), HasSubstr("--first-height"));
    EXPECT_EQ(read(later, {.first_height = 1})->first_height, 1U);
}

TEST(recorded_votes, say_where_a_file_was_cut_off) {
    EXPECT_THAT(read(first_headers().substr(0, 200)).error(),
                HasSubstr("header 3 (height 2) is truncated: 40 of 80 bytes"));
    EXPECT_THAT(read("\x01").error(), HasSubstr("header 1 (height 0) is truncated: 1 of 80 bytes"));
}

TEST(recorded_votes, say_which_headers_are_out_of_order_or_not_linked) {
    const std::string bytes = first_headers();
    const std::string swapped = bytes.substr(0, 80) + bytes.substr(160, 80) + bytes.substr(80, 80);
    EXPECT_THAT(read(swapped).error(),
                HasSubstr("(height 1) is out of order: its parent is the header at height 2"));
    const std::string gap = bytes.substr(0, 80) + bytes.substr(160, 80);
    EXPECT_THAT(read(gap).error(),
                HasSubstr("(height 1) is not linked: its parent 00000000839a8e68"));
}

TEST(recorded_votes, are_read_from_csv_of_votes_or_versions) {
    const auto votes = read("height,signalled\n10,1\n11,0\n", {.first_height = {}, .bit = 2});
    ASSERT_TRUE(votes) << votes.error();
    EXPECT_EQ(*votes, (VoteRecord{10, {0x2000'0004, 0x2000'0000}, {}}));
    const auto versions = read("height,version,time\r\n7,20000002,1500000000\r\n");
    ASSERT_TRUE(versions) << versions.error();
    EXPECT_EQ(*versions, (VoteRecord{7, {0x2000'0002}, {1'500'000'000}}));
}

TEST(recorded_votes, name_the_line_of_a_mistake_in_csv) {
    EXPECT_THAT(read("height,bits\n").error(),
                HasSubstr(":1: the columns are 'height,bits'; expected height and signalled"));
    EXPECT_THAT(read("hello world").error(), HasSubstr("or raw 80-byte headers"));
    EXPECT_THAT(read("height,version\n5,2000000g\n").error(), HasSubstr("hexadecimal digits"));
    EXPECT_THAT(read("height,signalled\n5,1,1\n").error(), HasSubstr("3 cells for 2 columns"));
    EXPECT_THAT(read("height,signalled\n").error(), HasSubstr("no block"));
    EXPECT_THAT(read("height,signalled\n5,1\n7,1\n").error(),
                HasSubstr(":3: a gap: height 7 where 6 belongs"));
    EXPECT_THAT(read("height,signalled\n5,1\n4,1\n").error(),
                HasSubstr(":3: out of order: height 4 where 6 belongs"));
    EXPECT_THAT(read("height,signalled\n5,2\n").error(), HasSubstr("must be 0 or 1"));
    EXPECT_THAT(read("height,signalled\n5\n").error(),
                HasSubstr(":2: truncated: the line has 1 of 2 cells"));
    EXPECT_THAT(read("height,signalled\nx,1\n").error(),
                HasSubstr("height 'x' is no whole number"));
    EXPECT_THAT(read("height,version,time\n5,20000000,now\n").error(),
                HasSubstr(":2: time 'now' is no whole number"));
}

TEST(recorded_votes, name_a_file_that_is_not_there) {
    EXPECT_THAT(read_vote_record("/nowhere/headers.bin", {}).error(),
                HasSubstr("/nowhere/headers.bin"));
}

TEST(recorded_votes, guess_the_timestamps_just_below_the_file) {
    const RecordedVotes votes({100, {0x2000'0001}, {5000}}, 0, 20);
    EXPECT_EQ(votes.time_at(100), 5000);
    EXPECT_EQ(votes.time_at(80), 5000);
    EXPECT_EQ(votes.time_at(79), 0);
    EXPECT_EQ(votes.version_at(99), 0U);
    EXPECT_EQ(votes.next_height(), 101U);
    const RecordedVotes timeless({100, {0x2000'0001}, {}}, 77, 20);
    EXPECT_EQ(timeless.time_at(100), 77);
    EXPECT_EQ(timeless.time_at(79), 0);
}

}  // namespace
}  // namespace sluice::lab
