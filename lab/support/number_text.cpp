#include "lab/support/number_text.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace sluice::lab {

std::string exact_text(double value) {
    if (std::isnan(value)) {
        return {};
    }
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

}  // namespace sluice::lab
