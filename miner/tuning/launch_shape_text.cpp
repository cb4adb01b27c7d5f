#include "miner/tuning/launch_shape_text.hpp"

#include <bit>
#include <cstdint>

namespace sluice::miner {
namespace {

/// --intensity sets hashes as a power of two.
std::string number_text(const kernels::LaunchParameter& parameter, std::uint32_t number) {
    return &parameter == &kernels::launch::hashes && std::has_single_bit(number)
               ? "2^" + std::to_string(std::bit_width(number) - 1)
               : std::to_string(number);
}

}  // namespace

std::string launch_shape_text(const kernels::LaunchShape& shape) {
    std::string text;
    for (const auto& [parameter, value] : shape.settings()) {
        std::string words(parameter->words);
        words.replace(words.find("{}"), 2, number_text(*parameter, value));
        text += text.empty() ? words : ", " + words;
    }
    return text.empty() ? "default" : text;
}

}  // namespace sluice::miner
