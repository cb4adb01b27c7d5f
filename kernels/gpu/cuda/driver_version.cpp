#include "kernels/gpu/cuda/driver_version.hpp"

#include <algorithm>
#include <istream>
#include <sstream>
#include <string_view>

namespace sluice::kernels::cuda {
namespace {

constexpr std::string_view version_line = "NVRM version:";

/// Numbers with dots between: not "x86_64", and not a time of day.
bool is_version(std::string_view word) {
    return word.find('.') != std::string_view::npos && word.front() != '.' && word.back() != '.' &&
           std::ranges::all_of(word, [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

}  // namespace

std::string find_driver_version(std::istream& text) {
    for (std::string line; std::getline(text, line);) {
        if (!line.starts_with(version_line)) {
            continue;
        }
        std::istringstream words(line.substr(version_line.size()));
        for (std::string word; words >> word;) {
            if (is_version(word)) {
                return word;
            }
        }
    }
    return {};
}

std::string describe_driver(const std::string& version, int runtime) {
    return (version.empty() ? "" : "NVIDIA " + version + ", ") + "CUDA " +
           std::to_string(runtime / 1000) + "." + std::to_string(runtime % 1000 / 10);
}

}  // namespace sluice::kernels::cuda
