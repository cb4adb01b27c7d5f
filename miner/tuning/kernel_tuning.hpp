#pragma once
/// The search for a device's fastest kernel and launch shape: all of them take turns, what is far
/// behind drops out, and the rest goes on. Speeds are compared within a round, so that what
/// disturbs the machine, or a card that warms up, disturbs all of them.

#include "kernels/api/device.hpp"
#include "miner/base/progress_callback.hpp"
#include "miner/tuning/kernel_profile.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sluice::miner {

struct TuningResult {
    std::optional<TunedKernel> fastest;  ///< nothing could be measured: none
    std::size_t measured = 0;            ///< kernels and shapes that ran
    double gain = 1;                     ///< of the fastest over the first that ran
    std::vector<std::string> warnings;   ///< kernels and shapes that failed
};

struct TuningSettings {
    std::string only{};  ///< kernel that is tried ("avx2" or "sha256d/avx2"); empty: all
    /// Of each kernel and shape in a round; 0: as much as a CPU or a GPU needs.
    std::chrono::milliseconds turn{0};
    /// False ends the search without a result.
    ProgressCallback alive = unwatched;
};

[[nodiscard]] TuningResult find_fastest(kernels::Device& device,
                                        const kernels::Algorithm& algorithm,
                                        const TuningSettings& settings);

}  // namespace sluice::miner
