#pragma once
/// One kernel in one launch shape and number of header versions a work item, as it takes turns
/// with others: hashes per second, and every hit hashed again. Not thread-safe; a CPU's threads
/// are its own.

#include "kernels/api/device.hpp"
#include "kernels/bench/sensor_samples.hpp"

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

    /// Makes the scanner, hashes for about `time`, and frees the scanner again: shapes that each
    /// want most of a card's memory take turns.
    void take_turn(std::chrono::milliseconds time);

    /// The result as one line of JSON.
    [[nodiscard]] std::string json(const SensorSamples& samples) const;

private:
    struct Tally {
        double hashes = 0;
        double seconds = 0;
        double device_busy_seconds = 0;
        double device_idle_seconds = 0;
        std::uint64_t scans = 0;
        std::uint64_t hits = 0;
        std::uint64_t hits_wrong = 0;
        std::string error;
    };

    [[nodiscard]] Work make_work() const;
    /// Hashes on the calling thread; the first scans warm up and are not counted.
    [[nodiscard]] Tally run(Scanner& scanner, std::uint64_t first,
                            std::chrono::milliseconds time) const;

    Device* device_;
    const Algorithm* algorithm_;
    std::string kernel_;
    LaunchShape shape_;
    std::uint32_t versions_;
    std::uint64_t scan_nonces_ = 0;  ///< found in the first turn
    std::size_t scratch_bytes_ = 0;
    std::vector<double> rates_;
    std::vector<SensorSamples::Span> spans_;
    Tally total_;
};

}  // namespace sluice::kernels
