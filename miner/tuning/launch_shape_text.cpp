#include "miner/tuning/launch_shape_text.hpp"

#include <spdlog/fmt/fmt.h>

#include <bit>
#include <cstdint>

namespace sluice::miner {
namespace {

std::string hashes_text(std::uint64_t hashes) {
    return std::has_single_bit(hashes) ? fmt::format("2^{}", std::bit_width(hashes) - 1)
                                       : fmt::format("{}", hashes);
}

}  // namespace

std::string launch_shape_text(const kernels::LaunchShape& shape) {
    std::string text;
    const auto mention = [&text](const std::string& part) {
        text += text.empty() ? part : ", " + part;
    };
    if (shape.block_threads != 0) {
        mention(fmt::format("{} threads", shape.block_threads));
    }
    if (shape.nonces_per_thread != 0) {
        mention(fmt::format("{} nonces each", shape.nonces_per_thread));
    }
    if (shape.versions != 0) {
        mention(fmt::format("{} versions", shape.versions));
    }
    if (shape.lookup_gap != 0) {
        mention(fmt::format("lookup gap {}", shape.lookup_gap));
    }
    if (shape.launch_hashes != 0) {
        mention(hashes_text(shape.launch_hashes) + " hashes a launch");
    }
    return text.empty() ? "default" : text;
}

}  // namespace sluice::miner
