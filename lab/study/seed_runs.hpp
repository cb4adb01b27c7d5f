#pragma once
/// A series: the runs of one setup under several seeds, on all cores. Thread-safe.

#include "lab/sim/run.hpp"
#include "lab/sim/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::lab {

struct Series {
    sim::Summary summary;
    std::uint64_t simulated_blocks = 0;  ///< warm-ups included
    std::size_t runs = 0;
    std::size_t empty_runs = 0;  ///< that measured no block
    std::size_t cut_short = 0;   ///< runs that ended early, the empty ones among them
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

/// Why the series says nothing; empty if it says something.
[[nodiscard]] std::string nothing_measured_text(const sim::RunSetup& setup, const Series& series);
/// Lines for people about what makes the series doubtful: runs that ended early, a setting far from
/// the spacing.
[[nodiscard]] std::string doubt_note(const sim::RunSetup& setup, const Series& series);

/// Runs 0 to seeds-1 on up to `threads` threads.
[[nodiscard]] Series run_series(const sim::RunSetup& setup, std::size_t seeds, unsigned threads);

}  // namespace sluice::lab
