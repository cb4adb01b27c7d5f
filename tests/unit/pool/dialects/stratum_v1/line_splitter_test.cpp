#include "pool/dialects/stratum_v1/line_splitter.hpp"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::pool {
namespace {

std::vector<std::string> lines_of(LineSplitter& splitter, const std::string& bytes) {
    std::vector<std::string> lines;
    for (std::size_t sent = 0; sent < bytes.size();) {
        const auto room = splitter.prepare();
        const auto size = bytes.copy(room.data(), room.size(), sent);
        splitter.commit(size);
        sent += size;
        while (const auto line = splitter.next()) {
            lines.emplace_back(*line);
        }
    }
    return lines;
}

TEST(line_splitter, gives_lines_without_their_surroundings) {
    LineSplitter splitter(1000);
    EXPECT_EQ(lines_of(splitter, std::string("a\r\n\n  \n\0\0 b \nc", 14)),
              (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(lines_of(splitter, "d\n"), (std::vector<std::string>{"cd"}));
}

TEST(line_splitter, gives_long_lines_whole_and_stops_at_the_limit) {
    LineSplitter splitter(4000);
    const std::string line(4000, 'x');
    EXPECT_EQ(lines_of(splitter, line + "\n"), std::vector<std::string>{line});
    EXPECT_FALSE(splitter.overflowed());
    EXPECT_TRUE(lines_of(splitter, line).empty());
    EXPECT_FALSE(splitter.overflowed());
    EXPECT_TRUE(lines_of(splitter, "x").empty());
    EXPECT_TRUE(splitter.overflowed());
}

}  // namespace
}  // namespace sluice::pool
