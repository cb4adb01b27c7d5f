#include "miner/tuning/scanner_plan.hpp"

#include "miner/devices/device_selection.hpp"
#include "miner/measure/kernel_candidate.hpp"
#include "miner/tuning/launch_shape_text.hpp"

#include <spdlog/spdlog.h>

namespace sluice::miner {

ScannerPlan make_plan(kernels::Device& device, const kernels::Algorithm& algorithm,
                      KernelProfile& profile, const ChoiceSettings& settings) {
    const std::string name = device_name(device.info());
    const KernelChoice choice = choose_kernel(device, algorithm, profile, settings);
    for (const std::string& warning : choice.warnings) {
        spdlog::warn("{}: {}", name, warning);
    }
    if (choice.measured != 0 && !choice.kernel.empty()) {
        // Another one than the first is at least a percent faster (kernel_tuning.cpp).
        const std::string gain =
            choice.gain > 1 ? fmt::format(", {:.2f} times the first", choice.gain) : "";
        spdlog::info("{}: measured {} kernels and launch shapes: {}/{} is the fastest here{}", name,
                     choice.measured, algorithm.name, choice.kernel, gain);
    }
    if (choice.shape != kernels::LaunchShape{}) {
        spdlog::info("{}: launches of {}", name, launch_shape_text(choice.shape));
    }
    return {.kernel = choice.kernel,
            .shape = choice.shape,
            .versions = versions_for(device, algorithm, choice.kernel, choice.shape)};
}

kernels::MakeScannerResult make_scanner(kernels::Device& device,
                                        const kernels::Algorithm& algorithm,
                                        const ScannerPlan& plan, const std::string& name,
                                        const ProgressCallback& alive) {
    const kernels::StepNotice notice = notice_to(alive);
    kernels::MakeScannerResult made =
        device.make_scanner(algorithm, plan.kernel, plan.shape, notice);
    if (made.scanner == nullptr && plan.shape != kernels::LaunchShape{}) {
        spdlog::warn("{}: {}; it hashes in the default launch shape instead", name, made.error);
        made = device.make_scanner(algorithm, plan.kernel, {}, notice);
    }
    return made;
}

}  // namespace sluice::miner
