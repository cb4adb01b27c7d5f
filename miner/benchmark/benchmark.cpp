#include "miner/benchmark/benchmark.hpp"

#include "miner/benchmark/openssl_baseline.hpp"
#include "miner/measure/core_clock.hpp"
#include "miner/measure/kernel_candidate.hpp"

#include <algorithm>

namespace sluice::miner {
namespace {

using std::chrono::milliseconds;

constexpr int rounds = 5;

/// All shapes of the kernel, or the one that the settings choose.
std::vector<kernels::LaunchShape> shapes_of(const kernels::Device& device,
                                            const kernels::Algorithm& algorithm,
                                            const std::string& kernel,
                                            const BenchmarkSettings& settings) {
    if (settings.every_shape) {
        if (auto shapes = device.launch_shapes(algorithm, kernel); !shapes.empty()) {
            return shapes;
        }
    }
    return {settings.shape_of ? settings.shape_of(device, algorithm, kernel)
                              : kernels::LaunchShape{}};
}

void add_portable_ratios(std::span<BenchmarkRow> rows, const std::string& portable_kernel) {
    if (rows.empty() || rows.back().kernel != portable_kernel ||
        rows.back().hashes_per_second <= 0) {
        return;
    }
    const double portable = rows.back().hashes_per_second;
    for (BenchmarkRow& row : rows) {
        row.portable_ratio = row.hashes_per_second / portable;
    }
}

}  // namespace

std::vector<BenchmarkRow> run_benchmark(kernels::Device& device,
                                        const kernels::Algorithm& algorithm,
                                        const BenchmarkSettings& settings) {
    std::string portable;  // the last of a CPU's list
    std::vector<KernelCandidate> candidates;
    for (const kernels::KernelInfo& kernel : device.kernels(algorithm)) {
        portable = kernel.name;
        if (!names_kernel(settings.kernel, algorithm, kernel.name)) {
            continue;
        }
        for (const kernels::LaunchShape& shape :
             shapes_of(device, algorithm, kernel.name, settings)) {
            candidates.emplace_back(device, algorithm, kernel, shape, settings.threads);
        }
    }
    const milliseconds turn = std::max(milliseconds{1}, settings.time_per_kernel / rounds);
    const bool is_cpu = device.info().backend == "cpu";
    const Baseline baseline = is_cpu ? openssl_baseline(algorithm.name) : Baseline{};
    for (int round = 0; round < rounds && !candidates.empty(); ++round) {
        const CoreSecond core{.baseline_units = baseline.rate != nullptr ? baseline.rate(turn) : 0,
                              .cycles = is_cpu ? measure_core_clock() : 0};
        for (KernelCandidate& candidate : candidates) {
            candidate.take_turn(turn, core, settings.sensors);
        }
    }
    std::vector<BenchmarkRow> rows;
    for (const KernelCandidate& candidate : candidates) {
        rows.push_back(candidate.result());
    }
    if (is_cpu) {
        add_portable_ratios(rows, portable);
    }
    return rows;
}

bool all_right(std::span<const BenchmarkRow> rows) noexcept {
    const auto measured = [](const BenchmarkRow& row) { return row.failure.empty(); };
    return std::ranges::any_of(rows, measured) &&
           std::ranges::all_of(rows, [&](const BenchmarkRow& row) {
               return (measured(row) || !row.eligible) && row.hits_wrong == 0;
           });
}

}  // namespace sluice::miner
