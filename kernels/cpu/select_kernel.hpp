#pragma once
/// Chooses the kernel of an algorithm by what the CPU has, by self-test, or by name. Pure functions
/// over a table that the caller passes, thread-safe.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"
#include "kernels/cpu/cpu_kernel.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace sluice::kernels {

/// Every row of `table` and whether a CPU with `available` can run it.
[[nodiscard]] std::vector<KernelInfo> describe_kernels(std::span<const CpuKernel> table,
                                                       CpuFeatures available);

/// What Device::make_scanner does, for this table and CPU. Both tables must outlive the scanner.
[[nodiscard]] MakeScannerResult make_cpu_scanner(
    const Algorithm& algorithm, std::span<const CpuKernel> table, CpuFeatures available,
    std::string_view kernel, const StepNotice& notice = [](ScannerStep) {});

}  // namespace sluice::kernels
