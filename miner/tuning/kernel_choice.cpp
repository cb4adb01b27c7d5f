#include "miner/tuning/kernel_choice.hpp"

#include "base/printable.hpp"
#include "miner/tuning/kernel_tuning.hpp"

#include <utility>

namespace sluice::miner {
namespace {

/// Whether there is more than one way to hash; a kernel that the device does not have is none.
bool has_choice(const kernels::Device& device, const kernels::Algorithm& algorithm,
                const std::string& kernel) {
    return kernel.empty() || device.launch_shapes(algorithm, kernel).size() > 1;
}

/// What the profile knows must still make a scanner; else a warning says why not.
bool still_works(kernels::Device& device, const kernels::Algorithm& algorithm,
                 const TunedKernel& tuned, const ProgressCallback& alive, KernelChoice& choice) {
    const kernels::MakeScannerResult made =
        device.make_scanner(algorithm, tuned.kernel, tuned.shape, notice_to(alive));
    if (made.scanner == nullptr) {
        choice.warnings.push_back("what was tuned cannot be used: " +
                                  printable(made.error, made.error.size()));
    }
    return made.scanner != nullptr;
}

void measure(kernels::Device& device, const kernels::Algorithm& algorithm, KernelProfile& profile,
             const ChoiceSettings& settings, KernelChoice& choice) {
    TuningResult tuning =
        find_fastest(device, algorithm,
                     {.only = settings.kernel, .turn = settings.turn, .alive = settings.alive});
    choice.measured = tuning.measured;
    choice.gain = tuning.gain;
    choice.warnings.insert(choice.warnings.end(), tuning.warnings.begin(), tuning.warnings.end());
    if (!tuning.fastest) {
        return;
    }
    choice.kernel = tuning.fastest->kernel;
    choice.shape = tuning.fastest->shape;
    if (!settings.kernel.empty()) {
        return;
    }
    if (const auto kept = profile.keep(device.info(), algorithm, *tuning.fastest); !kept) {
        choice.warnings.push_back(kept.error() + "; the kernels are measured at every start");
    }
}

}  // namespace

KernelChoice choose_kernel(kernels::Device& device, const kernels::Algorithm& algorithm,
                           KernelProfile& profile, const ChoiceSettings& settings) {
    KernelChoice choice{.kernel = std::string(unqualified_name(algorithm, settings.kernel))};
    const KernelProfile::Answer known = profile.find(device.info(), algorithm);
    const bool is_asked_for = known.tuned && !settings.again &&
                              names_kernel(settings.kernel, algorithm, known.tuned->kernel);
    if (is_asked_for && still_works(device, algorithm, *known.tuned, settings.alive, choice)) {
        choice.kernel = known.tuned->kernel;
        choice.shape = known.tuned->shape;
    } else if (has_choice(device, algorithm, choice.kernel)) {
        if (!known.remark.empty()) {
            choice.warnings.push_back(known.remark);
        }
        measure(device, algorithm, profile, settings, choice);
    }
    if (settings.launch_hashes && device.info().backend != "cpu") {
        choice.shape.set(kernels::launch::hashes, *settings.launch_hashes);
    }
    return choice;
}

}  // namespace sluice::miner
