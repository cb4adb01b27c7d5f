#pragma once
/// A kernel in one launch shape, with its threads, as it takes turns with others in a benchmark or
/// a search for the fastest. Not thread-safe; it starts threads of its own.

#include "kernels/api/device.hpp"
#include "miner/benchmark.hpp"
#include "miner/benchmark_lane.hpp"
#include "miner/sign_of_life.hpp"
#include "miner/telemetry/sensors.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sluice::miner {

/// What a second of one core is worth, in the round at hand.
struct CoreSecond {
    double baseline_units = 0;  ///< of openssl_baseline; 0: there is none
    double cycles = 0;          ///< 0: not known
};

class BenchmarkContender {
public:
    /// `device` must outlive the contender.
    BenchmarkContender(kernels::Device& device, const kernels::Algorithm& algorithm,
                       const kernels::KernelInfo& kernel, const kernels::LaunchShape& shape,
                       std::size_t threads);

    /// Hashes for about `time`, or until `alive`, which every thread calls, says no. `sensors`
    /// null: power is not read.
    void take_turn(std::chrono::milliseconds time, const CoreSecond& core, Sensors* sensors,
                   const SignOfLife& alive = unwatched);

    /// Why it takes no more turns; empty: it does.
    [[nodiscard]] const std::string& failure() const noexcept { return row_.failure; }
    [[nodiscard]] const kernels::LaunchShape& shape() const noexcept { return row_.shape; }
    /// Hashes per second, one figure a turn.
    [[nodiscard]] const std::vector<double>& rates() const noexcept { return rates_; }
    [[nodiscard]] BenchmarkRow result() const;

private:
    [[nodiscard]] bool make_scanners(const SignOfLife& alive);
    void add_up(std::span<const BenchmarkLane::Turn> turns, const CoreSecond& core);

    kernels::Device* device_;
    const kernels::Algorithm* algorithm_;
    BenchmarkRow row_;
    double bound_cycles_;
    bool is_cpu_;
    std::vector<std::unique_ptr<BenchmarkLane>> lanes_;
    std::vector<double> rates_, openssl_ratios_, cycles_, watts_;
    double device_busy_seconds_ = 0;
    double device_idle_seconds_ = 0;
};

/// The middle value; `values` is not empty.
[[nodiscard]] double median(std::vector<double> values);

/// Header versions in a work item for a device that runs this kernel in this shape.
[[nodiscard]] std::uint32_t versions_for(const kernels::Device& device,
                                         const kernels::Algorithm& algorithm,
                                         const std::string& kernel,
                                         const kernels::LaunchShape& shape);

}  // namespace sluice::miner
