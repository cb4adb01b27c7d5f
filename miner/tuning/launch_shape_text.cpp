#include "miner/tuning/launch_shape_text.hpp"

#include <bit>
#include <cstdint>

namespace sluice::miner {
namespace {

/// "2^22": a power of two that few know by its digits.
std::string number_text(std::uint32_t number) {
    constexpr std::uint32_t known_by_digits_max = 4096;
    return std::has_single_bit(number) && number > known_by_digits_max
               ? "2^" + std::to_string(std::bit_width(number) - 1)
               : std::to_string(number);
}

}  // namespace

std::string launch_shape_text(const kernels::LaunchShape& shape) {
    std::string text;
    for (const auto& [parameter, value] : shape.settings()) {
        std::string words(parameter->words);
        words.replace(words.find("{}"), 2, number_text(value));
        text += text.empty() ? words : ", " + words;
    }
    return text.empty() ? "default" : text;
}

}  // namespace sluice::miner
