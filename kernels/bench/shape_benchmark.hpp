#pragma once
/// One kernel in one launch shape and number of header versions a work item, as it takes turns
/// with others: hashes per second, and every hit hashed again. Not thread-safe; a CPU's threads
/// are its own.

#include "kernels/api/device.hpp"
#include "kernels/bench/sensor_samples.hpp"
#include "kernels/bench/timed_run.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sluice::kernels {

class ShapeBenchmark {
public:
    /// `device` and `algorithm` must outlive it.
    ShapeBenchmark(Device& device, const Algorithm& algorithm, std::string kernel,
                   const LaunchShape& shape, std::uint32_t versions);

    /// Makes the scanners, hashes for about `time`, and frees them again: shapes that each
    /// want most of a card's memory take turns.
    void take_turn(std::chrono::milliseconds time);

    /// The result as one line of JSON.
    [[nodiscard]] std::string json(const SensorSamples& samples) const;

private:
    /// False: error_ says why not.
    [[nodiscard]] bool make_scanners();

    Device* device_;
    const Algorithm* algorithm_;
    std::string kernel_;
    LaunchShape shape_;
    std::uint32_t versions_;
    std::vector<std::unique_ptr<TimedRun>> runs_;  ///< a scanner's each
    std::size_t scratch_bytes_ = 0;
    std::vector<double> rates_;
    std::vector<SensorSamples::Span> spans_;
    double busy_seconds_ = 0;
    double idle_seconds_ = 0;
    std::uint64_t scans_ = 0;
    std::string error_;
};

}  // namespace sluice::kernels
