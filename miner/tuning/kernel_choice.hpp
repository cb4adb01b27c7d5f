#pragma once
/// Chooses the kernel that a device runs and its launch shape: those remembered as fastest, or, at
/// the first start on a device and after a change of its driver or the kernels, the fastest of a
/// short measurement. Which one wins depends on the CPU or card more than on its features, so no
/// fixed order is right everywhere.

#include "kernels/api/device.hpp"
#include "miner/base/progress_callback.hpp"
#include "miner/tuning/kernel_profile.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::miner {

struct ChoiceSettings {
    std::string kernel{};                          ///< the user's; empty: the fastest
    bool again = false;                            ///< measure though the profile knows an answer
    std::optional<std::uint32_t> launch_hashes{};  ///< the user's (--intensity); else the tuned
    std::chrono::milliseconds turn{0};             ///< as in TuningSettings
    ProgressCallback alive = unwatched;            ///< as in TuningSettings
};

struct KernelChoice {
    std::string kernel{};  ///< empty: nothing could be measured; the device's own order decides
    kernels::LaunchShape shape{};
    std::size_t measured =
        0;            ///< kernels and shapes, now; 0: it was remembered or there is no choice
    double gain = 1;  ///< over the default
    std::vector<std::string> warnings{};  ///< kernels that failed, a choice that could not be kept
};

/// What the profile knows must still make a scanner, or is measured again. A kernel of the user's
/// choice is measured only in its shapes, and its result is not kept.
[[nodiscard]] KernelChoice choose_kernel(kernels::Device& device,
                                         const kernels::Algorithm& algorithm,
                                         KernelProfile& profile, const ChoiceSettings& settings);

}  // namespace sluice::miner
