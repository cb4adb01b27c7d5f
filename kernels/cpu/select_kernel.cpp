#include "kernels/cpu/select_kernel.hpp"

#include "kernels/cpu/cpu_scanner.hpp"
#include "kernels/verify/choose_kernel.hpp"

#include <memory>
#include <string>
#include <utility>

namespace sluice::kernels {
namespace {

bool runs_on(const CpuKernel& kernel, CpuFeatures available) {
    return (kernel.required & ~available) == 0;
}

}  // namespace

std::vector<KernelInfo> describe_kernels(std::span<const CpuKernel> table, CpuFeatures available) {
    std::vector<KernelInfo> infos;
    for (const CpuKernel& kernel : table) {
        const bool eligible = runs_on(kernel, available);
        infos.push_back({.name = std::string(kernel.name),
                         .eligible = eligible,
                         .ineligible = eligible ? ""
                                                : "the CPU or the system lacks " +
                                                      feature_names(kernel.required & ~available),
                         .bound_cycles_per_hash = kernel.bound_cycles_per_hash});
    }
    return infos;
}

MakeScannerResult make_cpu_scanner(const Algorithm& algorithm, std::span<const CpuKernel> table,
                                   CpuFeatures available, std::string_view kernel,
                                   const StepNotice& notice) {
    std::vector<KernelInfo> infos = describe_kernels(table, available);
    std::vector<KernelChoice> choices;
    for (std::size_t i = 0; i < table.size(); ++i) {
        choices.push_back({std::move(infos[i]), [&algorithm, &row = table[i]](auto&) {
                               return std::make_unique<CpuScanner>(algorithm, row);
                           }});
    }
    return choose_kernel(algorithm, choices, kernel, "this CPU", notice);
}

}  // namespace sluice::kernels
