#include "kernels/gpu/opencl/opencl_device.hpp"

#include "kernels/gpu/launch_scanner.hpp"
#include "kernels/gpu/opencl/opencl_engine.hpp"
#include "kernels/gpu/opencl/program_builder.hpp"
#include "kernels/verify/choose_kernel.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sluice::kernels::opencl {
namespace {

ProgramIdentity identity_of(const Algorithm& algorithm, const OpenClKernel& kernel,
                            const LaunchShape& shape, const DeviceInfo& device) {
    ProgramIdentity identity{
        .device = device.name,
        .driver = device.driver,
        .kernel = qualified_name(algorithm, kernel.name),
        .options = "-cl-std=CL1.2 -DBLOCK_THREADS=" + std::to_string(shape[launch::block_threads]) +
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
                                                     std::string_view kernel) const {
    const auto rows = algorithm.opencl_kernels();
    const auto row =
        std::ranges::find(rows, unqualified_name(algorithm, kernel), &OpenClKernel::name);
    return row == rows.end() ? std::vector<LaunchShape>{} : shapes_of(*row, found_.traits);
}

MakeScannerResult OpenClDevice::make_scanner(const Algorithm& algorithm, std::string_view kernel,
                                             const LaunchShape& shape, const StepNotice& notice) {
    std::vector<KernelInfo> infos = kernels(algorithm);
    std::vector<KernelChoice> choices;
    for (const OpenClKernel& row : algorithm.opencl_kernels()) {
        choices.push_back({std::move(infos[choices.size()]), [&, this, &row = row](auto& notes) {
                               return make_with_memory(algorithm, row, shape, notes);
                           }});
    }
    return choose_kernel(algorithm, choices, kernel, found_.info.name, notice);
}

/// Where the device has less memory than it says, fewer hashes are in flight than planned.
std::unique_ptr<Scanner> OpenClDevice::make_with_memory(const Algorithm& algorithm,
                                                        const OpenClKernel& kernel,
                                                        const LaunchShape& shape,
                                                        std::vector<std::string>& notes) const {
    const PlanResult planned = plan_launches(kernel, shape, found_.traits);
    if (!planned.error.empty()) {
        throw std::runtime_error(planned.error);
    }
    for (LaunchPlan plan = planned.plan;;) {
        try {
            return build_scanner(algorithm, kernel, plan, notes);
        } catch (const Error& error) {
            const auto smaller = half_of(kernel, plan);
            if (!error.is_out_of_memory() || !smaller) {
                throw;
            }
            notes.push_back("kernel " + qualified_name(algorithm, kernel.name) +
                            ": the device has no memory for " +
                            std::to_string(plan.shape[launch::hashes]) +
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
