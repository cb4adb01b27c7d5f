#pragma once
/// Measures every kernel that runs here and checks every hit with the reference hash. In each of
/// several rounds every kernel, OpenSSL's code and the core's clock have their turn, and medians
/// over the rounds are given: what disturbs the machine disturbs all of them. Not thread-safe; it
/// starts threads of its own.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"
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

struct BenchmarkRow {
    std::string device;  ///< "cpu0"
    std::string algorithm;
    std::string kernel;
    kernels::LaunchShape shape{};
    bool eligible = true;   ///< the device can run it
    std::string failure{};  ///< why it was not measured; empty: it was
    std::size_t threads = 0;
    std::uint32_t versions = 0;  ///< version-rolled headers in one work item
    double hashes_per_second = 0;
    double portable_ratio = 0;   ///< to the device's portable kernel, its last; 0: that was not run
    double openssl_ratio = 0;    ///< hashes of one core for each unit of openssl_baseline; 0: none
    double cycles_per_hash = 0;  ///< of one core, by CPU time; 0: not known
    double bound_ratio = 0;      ///< share reached of the kernel's arithmetic bound; 0: not known
    double power_w = 0;          ///< of the board, at the end of turns; 0: not known
    double hashes_per_joule = 0;   ///< 0: not known
    double device_idle_ratio = 0;  ///< share of the time that a GPU waited between launches
    std::uint64_t hits_checked = 0;
    std::uint64_t hits_wrong = 0;
};

/// A row for every kernel that the device has for `algorithm`, in the device's order.
[[nodiscard]] std::vector<BenchmarkRow> run_benchmark(kernels::Device& device,
                                                      const kernels::Algorithm& algorithm,
                                                      const BenchmarkSettings& settings);

/// Whether at least one kernel was measured, none that can run here failed, and no hit was wrong.
[[nodiscard]] bool all_right(std::span<const BenchmarkRow> rows) noexcept;

}  // namespace sluice::miner
