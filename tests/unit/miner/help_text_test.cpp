#include "miner/app/help_text.hpp"

#include "miner/app/options.hpp"

#include <gtest/gtest.h>

#include <sstream>

namespace sluice::miner {
namespace {

TEST(help_text, breaks_long_lines_at_spaces_and_goes_on_below_the_description) {
    const std::string option = "  --flag              ";
    ASSERT_EQ(option.size(), 22U);
    const std::string words = "one two three four five six seven eight nine ten eleven";
    EXPECT_EQ(wrap_help(option + words + " twelve\nnext\n", 22),
              option + words + "\n" + std::string(22, ' ') + "twelve\nnext\n");
    EXPECT_EQ(wrap_help("short\n", 22), "short\n");
    EXPECT_EQ(wrap_help(std::string(200, 'x'), 22), std::string(200, 'x')) << "a word stays whole";
    EXPECT_EQ(wrap_help("", 22), "");
}

TEST(help_text, of_this_program_fits_a_terminal) {
    const auto help = parse_options({"--help"});
    ASSERT_FALSE(help);
    std::istringstream lines(help.error().text);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(line.size(), help_columns) << line;
    }
}

}  // namespace
}  // namespace sluice::miner
