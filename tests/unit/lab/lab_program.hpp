#pragma once
/// sluice-lab run inside the test: a command line in, what it printed and its exit status out.

#include "lab/program.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

namespace sluice::lab {

struct Answer {
    int status = 0;
    std::string output;
    std::string errors;

    [[nodiscard]] nlohmann::json json() const { return nlohmann::json::parse(output); }
    [[nodiscard]] auto lines() const { return std::count(output.begin(), output.end(), '\n'); }
    [[nodiscard]] std::string first_line() const { return output.substr(0, output.find('\n')); }
};

/// The words of a command line, none of which holds a space.
[[nodiscard]] inline Answer lab(const std::string& line) {
    std::istringstream words(line);
    std::vector<std::string> arguments;
    for (std::string word; words >> word;) {
        arguments.push_back(word);
    }
    std::ostringstream output;
    std::ostringstream errors;
    const int status = run_program(arguments, {output, errors});
    return {status, output.str(), errors.str()};
}

[[nodiscard]] inline std::string error_of(const std::string& line, int status) {
    const Answer answer = lab(line);
    EXPECT_EQ(answer.status, status) << line;
    return answer.errors;
}

}  // namespace sluice::lab
