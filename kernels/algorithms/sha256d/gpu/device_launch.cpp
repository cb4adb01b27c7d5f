#include "kernels/algorithms/sha256d/gpu/device_launch.hpp"

namespace sluice::kernels::sha256d {

ScanLaunch make_launch(const Work& work, std::span<const std::uint32_t> versions) {
    return {.scan = prepare_scan(work, versions),
            .target = target_words(work.target),
            .first = 0,
            .count = 0,
            .nonces_per_thread = 0};
}

}  // namespace sluice::kernels::sha256d
