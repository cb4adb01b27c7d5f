#include "miner/kernel_choice.hpp"

#include "miner/benchmark.hpp"
#include "miner/kernel_profile.hpp"

#include <chrono>
#include <vector>

namespace sluice::miner {
namespace {

/// Enough for a median over turns of 30 ms each.
constexpr std::chrono::milliseconds time_per_kernel{150};

/// The fastest kernel whose hits are all right; empty when there is none.
std::string fastest(kernels::Device& device, const kernels::Algorithm& algorithm,
                    std::vector<std::string>& warnings) {
    const auto rows = run_benchmark(device, algorithm, {.time_per_kernel = time_per_kernel});
    const BenchmarkRow* best = nullptr;
    for (const BenchmarkRow& row : rows) {
        if (!row.eligible) {
            continue;
        }
        if (!row.failure.empty() || row.hits_wrong != 0) {
            const std::string fault = row.failure.empty() ? "it gives wrong hashes" : row.failure;
            warnings.push_back(row.algorithm + "/" + row.kernel + " is not used: " + fault);
        } else if (best == nullptr || row.hashes_per_second > best->hashes_per_second) {
            best = &row;
        }
    }
    return best != nullptr ? best->kernel : "";
}

}  // namespace

KernelChoice choose_kernel(kernels::Device& device, const kernels::Algorithm& algorithm,
                           const std::filesystem::path& profile, bool again) {
    const std::string& name = device.info().name;
    KernelProfile known = profile.empty() ? KernelProfile{} : KernelProfile::load(profile);
    const auto remembered = known.find(name, algorithm.name);
    if (remembered && !again && device.make_scanner(algorithm, *remembered).scanner != nullptr) {
        return {.kernel = *remembered};
    }
    KernelChoice choice{.measured = true};
    choice.kernel = fastest(device, algorithm, choice.warnings);
    if (!choice.kernel.empty() && !profile.empty()) {
        known.set(name, algorithm.name, choice.kernel);
        if (const auto saved = known.save(profile); !saved) {
            choice.warnings.push_back(saved.error() + "; the kernels are measured at every start");
        }
    }
    return choice;
}

}  // namespace sluice::miner
