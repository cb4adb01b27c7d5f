#pragma once
/// Measures every kernel that runs here and checks every hit with the reference hash. In each of
/// several rounds every kernel, OpenSSL's code and the core's clock have their turn, and medians
/// over the rounds are given: what disturbs the machine disturbs all of them. Not thread-safe; it
/// starts threads of its own.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"
#include "miner/measure/kernel_candidate.hpp"
#include "miner/telemetry/sensors.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace sluice::miner {

struct BenchmarkSettings {
    std::size_t threads = 1;                          ///< of a CPU; a GPU has its own number
    std::chrono::milliseconds time_per_kernel{2000};  ///< over all rounds
    std::string kernel{};                             ///< "sha256d/avx2" or "avx2"; empty: all
    bool every_shape = false;                         ///< a row for each launch shape worth timing
    /// Otherwise the shape to take for a kernel; empty: its own default.
    std::function<kernels::LaunchShape(const kernels::Device&, const kernels::Algorithm&,
                                       const std::string& kernel)>
        shape_of{};
    Sensors* sensors = nullptr;  ///< null: power is not read
};

/// A row for every kernel that the device has for `algorithm`, in the device's order.
[[nodiscard]] std::vector<BenchmarkRow> run_benchmark(kernels::Device& device,
                                                      const kernels::Algorithm& algorithm,
                                                      const BenchmarkSettings& settings);

/// Whether at least one kernel was measured, none that can run here failed, and no hit was wrong.
[[nodiscard]] bool all_right(std::span<const BenchmarkRow> rows) noexcept;

}  // namespace sluice::miner
