// The wording of error messages, against error_wording.txt.

#include "lab/support/file_text.hpp"
#include "tests/unit/lab/lab_program.hpp"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace sluice::lab {
namespace {

TEST(wording, of_every_message_is_that_of_the_list) {
    const auto list = read_file("tests/unit/lab/error_wording.txt");
    ASSERT_TRUE(list) << list.error();
    std::istringstream lines(*list);
    const std::string program = "sluice-lab";
    int checked = 0;
    for (std::string line; std::getline(lines, line);) {
        if (!line.starts_with(program)) {
            continue;
        }
        std::string wanted;
        std::getline(lines, wanted);
        const Answer answer = lab(line.substr(program.size()));
        EXPECT_EQ(std::to_string(answer.status) + " " + answer.errors,
                  wanted.insert(wanted.find(' ') + 1, program + ": ") + "\n")
            << line;
        ++checked;
    }
    EXPECT_GE(checked, 40);
}

}  // namespace
}  // namespace sluice::lab
