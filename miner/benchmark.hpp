#pragma once
/// Measures every kernel that runs here, one after the other on the same work, and checks every hit
/// with the reference hash. Not thread-safe; it starts threads of its own.

#include "kernels/algorithm.hpp"
#include "kernels/device.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sluice::miner {

struct BenchmarkSettings {
    std::size_t threads = 1;
    std::chrono::milliseconds time_per_kernel{2000};
    std::string kernel{};  ///< "sha256d/avx2" or "avx2"; empty: all
};

struct BenchmarkRow {
    std::string device;  ///< "cpu0"
    std::string algorithm;
    std::string kernel;
    std::string failure;  ///< why it was not measured; empty: it was
    std::size_t threads = 0;
    std::uint32_t versions = 0;  ///< version-rolled headers in one work item
    double hashes_per_second = 0;
    double portable_ratio = 0;  ///< to the device's portable kernel, its last; 0: that was not run
    std::uint64_t hits_checked = 0;
    std::uint64_t hits_wrong = 0;
};

[[nodiscard]] std::vector<BenchmarkRow> run_benchmark(
    std::span<const std::unique_ptr<kernels::Device>> devices, const kernels::Algorithm& algorithm,
    const BenchmarkSettings& settings);

/// A table for people, one line a row, ending in a newline.
[[nodiscard]] std::string benchmark_table(std::span<const BenchmarkRow> rows);

/// A JSON array of the rows that were measured.
[[nodiscard]] std::string benchmark_json(std::span<const BenchmarkRow> rows);

}  // namespace sluice::miner
