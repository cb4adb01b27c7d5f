#pragma once
/// How a device is to hash, and the scanner for it: the choice of kernel and launch shape with the
/// log lines that go with it. Thread-safe.

#include "kernels/api/device.hpp"
#include "miner/base/progress_callback.hpp"
#include "miner/tuning/kernel_choice.hpp"
#include "miner/tuning/kernel_profile.hpp"

#include <cstdint>
#include <string>

namespace sluice::miner {

struct ScannerPlan {
    std::string kernel{};  ///< empty: the device's own order decides
    kernels::LaunchShape shape{};
    std::uint32_t versions = kernels::versions_usual;  ///< headers in a work item
};

/// Remembers, measures or takes from the user how the device hashes best.
[[nodiscard]] ScannerPlan make_plan(kernels::Device& device, const kernels::Algorithm& algorithm,
                                    KernelProfile& profile, const ChoiceSettings& settings);

/// A scanner by the plan. Where memory is short for its launch shape, or the
/// user asked too much, a scanner with the kernel's own shape; `name` is for the log.
[[nodiscard]] kernels::MakeScannerResult make_scanner(kernels::Device& device,
                                                      const kernels::Algorithm& algorithm,
                                                      const ScannerPlan& plan,
                                                      const std::string& name,
                                                      const ProgressCallback& alive = unwatched);

}  // namespace sluice::miner
