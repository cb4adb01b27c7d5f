#pragma once
/// A series: the runs of one setup under several seeds, on all cores. Thread-safe.

#include "difficulty/sim/run.hpp"
#include "difficulty/sim/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::difficulty {

struct Series {
    sim::Summary summary;
    std::uint64_t simulated_blocks = 0;  ///< warm-ups included
    double wall_s = 0;
    double cpu_s = 0;  ///< of all threads together

    [[nodiscard]] double blocks_per_second() const {
        return static_cast<double>(simulated_blocks) / wall_s;
    }
    [[nodiscard]] double blocks_per_cpu_second() const {
        return static_cast<double>(simulated_blocks) / cpu_s;
    }
};

/// Seconds of processor time that the calling thread has used.
[[nodiscard]] double thread_cpu_s();

/// Runs 0 to seeds-1 on up to `threads` threads.
[[nodiscard]] Series run_series(const sim::RunSetup& setup, std::size_t seeds, unsigned threads);

}  // namespace sluice::difficulty
