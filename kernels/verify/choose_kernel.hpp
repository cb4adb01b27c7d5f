#pragma once
/// Chooses a kernel among those of a device: the best one that runs and passes its self-test, or
/// the one that was named. What every backend's make_scanner does. Thread-safe.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::kernels {

struct KernelChoice {
    KernelInfo kernel;
    /// Adds lines for the user to `notes`. Throws a std::runtime_error that says why, where the
    /// device cannot run what it should.
    std::function<std::unique_ptr<Scanner>(std::vector<std::string>& notes)> make;
};

/// What Device::make_scanner gives; `choices` are best first. `device` names it in messages: "this
/// CPU".
[[nodiscard]] MakeScannerResult choose_kernel(const Algorithm& algorithm,
                                              std::span<const KernelChoice> choices,
                                              std::string_view wanted, std::string_view device,
                                              const StepNotice& notice);

}  // namespace sluice::kernels
