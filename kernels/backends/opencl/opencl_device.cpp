#include "kernels/backends/opencl/opencl_device.hpp"

#include "kernels/backends/launch_scanner.hpp"
#include "kernels/backends/opencl/opencl_engine.hpp"
#include "kernels/backends/opencl/program_builder.hpp"
#include "kernels/self_test.hpp"

#include <algorithm>
#include <utility>

namespace sluice::kernels::opencl {
namespace {

std::string qualified(const Algorithm& algorithm, std::string_view kernel) {
    return std::string(algorithm.name) + "/" + std::string(kernel);
}

/// Whether `wanted` ("opencl", "sha256d/opencl" or empty for any) means this kernel.
bool is_meant(const Algorithm& algorithm, const OpenClKernel& kernel, std::string_view wanted) {
    return wanted.empty() || wanted == kernel.name || wanted == qualified(algorithm, kernel.name);
}

ProgramIdentity identity_of(const Algorithm& algorithm, const OpenClKernel& kernel,
                            const LaunchShape& shape, const DeviceInfo& device) {
    ProgramIdentity identity{
        .device = device.name,
        .driver = device.driver,
        .kernel = qualified(algorithm, kernel.name),
        .options = "-cl-std=CL1.2 -DBLOCK_THREADS=" + std::to_string(shape.block_threads) +
                   " -DHITS_MAX=" + std::to_string(hits_max) + " " + kernel.build_options(shape),
        .source = {}};
    for (const std::string_view* const source : kernel.sources) {
        identity.source += *source;
    }
    return identity;
}

}  // namespace

OpenClDevice::OpenClDevice(std::shared_ptr<const Api> api, FoundDevice found, ProgramCache cache)
    : api_(std::move(api)), found_(std::move(found)), cache_(std::move(cache)) {}

std::vector<KernelInfo> OpenClDevice::kernels(const Algorithm& algorithm) const {
    std::vector<KernelInfo> infos;
    for (const OpenClKernel& kernel : algorithm.opencl_kernels()) {
        infos.push_back({.name = std::string(kernel.name),
                         .eligible = found_.ineligible.empty(),
                         .ineligible = found_.ineligible});
    }
    return infos;
}

std::vector<LaunchShape> OpenClDevice::launch_shapes(const Algorithm& algorithm,
                                                     std::string_view kernel_name) const {
    std::vector<LaunchShape> runnable;
    for (const OpenClKernel& kernel : algorithm.opencl_kernels()) {
        if (!is_meant(algorithm, kernel, kernel_name)) {
            continue;
        }
        for (const LaunchShape& shape : kernel.shapes(found_.traits)) {
            if (plan_launches(kernel, shape, found_.traits).error.empty()) {
                runnable.push_back(shape);
            }
        }
        break;
    }
    return runnable;
}

MakeScannerResult OpenClDevice::make_scanner(const Algorithm& algorithm, std::string_view wanted,
                                             const LaunchShape& shape) {
    MakeScannerResult result;
    std::string listing;
    for (const OpenClKernel& kernel : algorithm.opencl_kernels()) {
        listing += (listing.empty() ? "" : ", ") + qualified(algorithm, kernel.name);
        listing += found_.ineligible.empty() ? " (eligible)"
                                             : " (not eligible: " + found_.ineligible + ")";
        if (found_.ineligible.empty() && is_meant(algorithm, kernel, wanted)) {
            try_kernel(algorithm, kernel, shape, result);
        }
        if (result.scanner) {
            return result;
        }
    }
    if (!result.refused.empty()) {
        result.error = result.refused.back();
    } else {
        result.error = (wanted.empty() ? "no kernel of " + std::string(algorithm.name)
                                       : "no kernel \"" + std::string(wanted) + "\"") +
                       " runs on " + found_.info.name + "; there are: " + listing;
    }
    return result;
}

/// Sets the scanner, or adds a line to `refused`. Where the device has less memory than it says,
/// fewer hashes are in flight than planned.
void OpenClDevice::try_kernel(const Algorithm& algorithm, const OpenClKernel& kernel,
                              const LaunchShape& shape, MakeScannerResult& result) const {
    const std::string name = "kernel " + qualified(algorithm, kernel.name);
    const PlanResult planned = plan_launches(kernel, shape, found_.traits);
    if (!planned.error.empty()) {
        result.refused.push_back(name + ": " + planned.error);
        return;
    }
    for (LaunchPlan plan = planned.plan;;) {
        try {
            auto scanner = build_scanner(algorithm, kernel, plan, result.notes);
            const std::string failure = self_test(algorithm, *scanner);
            if (failure.empty()) {
                result.scanner = std::move(scanner);
                result.kernel = kernel.name;
            } else {
                result.refused.push_back(name + " failed its self-test: " + failure);
            }
            return;
        } catch (const Error& error) {
            const auto smaller = half_of(kernel, plan);
            if (!error.is_out_of_memory() || !smaller) {
                result.refused.push_back(name + ": " + error.what());
                return;
            }
            result.notes.push_back(name + ": the device has no memory for " +
                                   std::to_string(plan.shape.launch_hashes) +
                                   " hashes in flight; trying half of them");
            plan = *smaller;
        }
    }
}

std::unique_ptr<Scanner> OpenClDevice::build_scanner(const Algorithm& algorithm,
                                                     const OpenClKernel& kernel,
                                                     const LaunchPlan& plan,
                                                     std::vector<std::string>& notes) const {
    const Context context = make_context(api_, found_.id);
    const BuiltProgram built = build_program(
        context, found_.id, identity_of(algorithm, kernel, plan.shape, found_.info), cache_);
    notes.insert(notes.end(), built.notes.begin(), built.notes.end());
    return std::make_unique<LaunchScanner>(
        algorithm, std::make_unique<OpenClEngine>(kernel, plan, context, found_.id, built.program));
}

}  // namespace sluice::kernels::opencl
