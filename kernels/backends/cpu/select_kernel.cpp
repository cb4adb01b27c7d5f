#include "kernels/backends/cpu/select_kernel.hpp"

#include "kernels/backends/cpu/cpu_scanner.hpp"
#include "kernels/self_test.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

namespace sluice::kernels {
namespace {

std::string qualified(const Algorithm& algorithm, std::string_view kernel) {
    return std::string(algorithm.name) + "/" + std::string(kernel);
}

std::string_view without_algorithm(const Algorithm& algorithm, std::string_view kernel) {
    const std::string prefix = qualified(algorithm, "");
    return kernel.starts_with(prefix) ? kernel.substr(prefix.size()) : kernel;
}

/// "sha256d/avx512 (not eligible: the CPU lacks AVX-512F), sha256d/avx2 (eligible), ...".
std::string listing(const Algorithm& algorithm, std::span<const CpuKernel> table,
                    CpuFeatures available) {
    std::string text;
    for (const KernelInfo& kernel : describe_kernels(table, available)) {
        text += text.empty() ? "" : ", ";
        text += qualified(algorithm, kernel.name);
        text += kernel.eligible ? " (eligible)" : " (not eligible: " + kernel.ineligible + ")";
    }
    return text;
}

bool runs_on(const CpuKernel& kernel, CpuFeatures available) {
    return (kernel.required & ~available) == 0;
}

/// Tries one kernel: sets the scanner, or adds a line to `refused`.
void try_kernel(const Algorithm& algorithm, const CpuKernel& kernel, MakeScannerResult& result) {
    auto scanner = std::make_unique<CpuScanner>(algorithm, kernel);
    const std::string failure = self_test(algorithm, *scanner);
    if (failure.empty()) {
        result.scanner = std::move(scanner);
        result.kernel = kernel.name;
    } else {
        result.refused.push_back("kernel " + qualified(algorithm, kernel.name) +
                                 " failed its self-test: " + failure);
    }
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
                                   CpuFeatures available, std::string_view kernel) {
    MakeScannerResult result;
    if (!kernel.empty()) {
        const auto name = without_algorithm(algorithm, kernel);
        const auto forced = std::ranges::find(table, name, &CpuKernel::name);
        if (forced == table.end() || !runs_on(*forced, available)) {
            result.error = (forced == table.end() ? "unknown kernel \"" : "cannot run kernel \"") +
                           std::string(kernel) +
                           "\"; there are: " + listing(algorithm, table, available);
            return result;
        }
        try_kernel(algorithm, *forced, result);
        if (!result.scanner) {
            result.error = result.refused.back();
        }
        return result;
    }

    for (const CpuKernel& row : table) {
        if (runs_on(row, available)) {
            try_kernel(algorithm, row, result);
        }
        if (result.scanner) {
            return result;
        }
    }
    result.error = "no kernel of " + std::string(algorithm.name) +
                   " works on this CPU; there are: " + listing(algorithm, table, available);
    return result;
}

}  // namespace sluice::kernels
