#pragma once
/// A kernel in one launch shape, with its threads, as it takes turns with others in a benchmark or
/// a search for the fastest. Not thread-safe; it starts threads of its own.

#include "kernels/api/device.hpp"
#include "kernels/bench/timed_run.hpp"
#include "miner/base/progress_callback.hpp"
#include "miner/telemetry/sensors.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sluice::miner {

/// What was measured of a kernel in one launch shape.
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

/// What a second of one core is worth, in the round at hand.
struct CoreSecond {
    double baseline_units = 0;  ///< of openssl_baseline; 0: there is none
    double cycles = 0;          ///< 0: not known
};

class KernelCandidate {
public:
    /// `device` must outlive the candidate.
    KernelCandidate(kernels::Device& device, const kernels::Algorithm& algorithm,
                    const kernels::KernelInfo& kernel, const kernels::LaunchShape& shape,
                    std::size_t threads);

    /// Hashes for about `time`, or until `alive`, which every thread calls, says no. `sensors`
    /// null: power is not read.
    void take_turn(std::chrono::milliseconds time, const CoreSecond& core, Sensors* sensors,
                   const ProgressCallback& alive = unwatched);

    /// Why it takes no more turns; empty: it does.
    [[nodiscard]] const std::string& failure() const noexcept { return row_.failure; }
    [[nodiscard]] const kernels::LaunchShape& shape() const noexcept { return row_.shape; }
    /// Hashes per second, one figure a turn.
    [[nodiscard]] const std::vector<double>& rates() const noexcept { return rates_; }
    [[nodiscard]] BenchmarkRow result() const;

private:
    [[nodiscard]] bool make_scanners(const ProgressCallback& alive);
    void add_up(std::span<const kernels::TimedRun::Turn> turns, const CoreSecond& core);

    kernels::Device* device_;
    const kernels::Algorithm* algorithm_;
    BenchmarkRow row_;
    double bound_cycles_;
    bool is_cpu_;
    std::vector<std::unique_ptr<kernels::TimedRun>> runs_;
    std::vector<double> rates_, openssl_ratios_, cycles_, watts_;
    double device_busy_seconds_ = 0;
    double device_idle_seconds_ = 0;
};

/// Header versions in a work item for a device that runs this kernel in this shape.
[[nodiscard]] std::uint32_t versions_for(const kernels::Device& device,
                                         const kernels::Algorithm& algorithm,
                                         const std::string& kernel,
                                         const kernels::LaunchShape& shape);

}  // namespace sluice::miner
