#pragma once
/// Chooses the kernel that a device runs: the one remembered as fastest, or, at the first start on
/// a device and after a change of the kernels, the fastest of a short measurement. Which kernel
/// wins depends on the CPU more than on its instruction sets, so no fixed order is right
/// everywhere.

#include "kernels/device.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace sluice::miner {

struct KernelChoice {
    std::string kernel{};   ///< empty: nothing could be measured; the device's own order decides
    bool measured = false;  ///< now, and not read from the profile
    std::vector<std::string> warnings{};  ///< kernels that failed, a choice that could not be kept
};

/// `profile` empty: measures every time. `again` measures though the profile knows an answer. What
/// the profile knows must pass its self-test, or is measured again.
[[nodiscard]] KernelChoice choose_kernel(kernels::Device& device,
                                         const kernels::Algorithm& algorithm,
                                         const std::filesystem::path& profile, bool again);

}  // namespace sluice::miner
