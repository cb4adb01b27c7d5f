/// BM_<algorithm>_scan/<kernel>x<versions>: every kernel that runs on this CPU, with 1, 4 and 8
/// version-rolled headers in a work item. "items" are hashes.

#include "kernels/api/device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>

namespace {

using namespace sluice::kernels;

Work bench_work(const Algorithm& algorithm, std::uint32_t versions) {
    Work work;
    work.header = algorithm.known_headers().front().header;
    for (std::uint32_t i = 0; i < versions; ++i) {
        work.versions[i] = 0x20000000 | i << 13;
    }
    work.version_count = versions;
    work.target.fill(0);  // no hit: only the scan is timed
    return work;
}

void scan_range(benchmark::State& state, Device& device, const Algorithm& algorithm,
                const std::string& kernel, std::uint32_t versions) {
    const auto made = device.make_scanner(algorithm, kernel);
    if (made.scanner == nullptr) {
        state.SkipWithError(made.error.c_str());
        return;
    }
    const Work work = bench_work(algorithm, versions);
    const std::uint64_t nonces = algorithm.share_difficulty_unit == 1 ? 1 << 16 : 1 << 6;
    std::uint64_t hashes = 0;
    std::uint64_t first = 0;
    for (auto _ : state) {
        const ScanResult result = scan(*made.scanner, work, {first, nonces});
        hashes += result.hashes_done;
        first = (first + nonces) & 0xffffffff;
    }
    state.SetItemsProcessed(static_cast<std::int64_t>(hashes));
}

/// Registered before main() runs.
const bool registered = [] {
    static const auto devices = enumerate_devices().devices;
    for (const auto& device : devices) {
        for (const Algorithm& algorithm : algorithms()) {
            for (const KernelInfo& kernel : device->kernels(algorithm)) {
                for (const std::uint32_t versions : {1U, 4U, 8U}) {
                    if (!kernel.eligible) {
                        continue;
                    }
                    const std::string name = "BM_" + std::string(algorithm.name) + "_scan/" +
                                             kernel.name + "x" + std::to_string(versions);
                    benchmark::RegisterBenchmark(name.c_str(), [&, kernel, versions](auto& state) {
                        scan_range(state, *device, algorithm, kernel.name, versions);
                    });
                }
            }
        }
    }
    return true;
}();

}  // namespace
