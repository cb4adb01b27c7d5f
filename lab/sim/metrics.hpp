#pragma once
/// The metrics of the laboratory, gathered from block to block in constant memory. x = ln(D/D*),
/// where D* is the difficulty that gives the wanted spacing at the hashrate of that moment; s is
/// the true time of a block. What a run says nothing about is NaN. Not thread-safe.

#include "lab/sim/found_block.hpp"
#include "lab/sim/gap_histogram.hpp"
#include "lab/sim/portable_math.hpp"
#include "lab/sim/run_setup.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

namespace sluice::lab::sim {

inline constexpr double not_measured = std::numeric_limits<double>::quiet_NaN();

/// One run's figures; metric_table() says what each is.
struct RunMetrics {
    double mean_interval_s = not_measured;
    double bias = not_measured;
    double noise = not_measured;
    double offset = not_measured;
    double error = not_measured;
    double efficiency = not_measured;
    double wait_s = not_measured;
    double gap_999_s = not_measured;
    double gap_max_s = not_measured;
    double delay_s = not_measured;
    double drift_blocks = not_measured;
    double rise_s = not_measured;
    double settle_10_s = not_measured;
    double settle_2_s = not_measured;
    double overshoot = not_measured;
    double stolen = not_measured;
    double hop_profit = not_measured;
    double timestamp_profit = not_measured;
    double orphans = not_measured;
    double selfish_revenue = not_measured;
    double refused = not_measured;
};

/// A metric by name, for tables and files.
struct Metric {
    std::string_view name;
    std::string_view unit;  ///< "s", "blocks", or "" for a plain ratio
    std::string_view meaning;
    double RunMetrics::*member;
};
[[nodiscard]] std::span<const Metric> metric_table() noexcept;
/// The place of the metric of this name, or the table's size if there is none.
[[nodiscard]] std::size_t metric_index(std::string_view name) noexcept;

/// Sums over the blocks of one run; keeps a pointer to the setup's scenario.
class MetricSums {
public:
    explicit MetricSums(const RunSetup& setup);

    void add(const FoundBlock& block) noexcept {
        const double s = block.interval_s;
        const double x = log(block.difficulty / block.hashrate);
        ++blocks_;
        x_ += x;
        x2_ += x * x;
        s_ += s;
        s2_ += s * s;
        if (s > gap_max_s_) {
            gap_max_s_ = s;
        }
        if (s > 6 * spacing_s_) {
            delay_s_ += s - 2 * spacing_s_;
        }
        gaps_.add(s);
        if (switching_) {
            add_switching(block);
        }
        refused_ += block.refused;
    }

    /// Those of the metrics that single blocks give.
    [[nodiscard]] RunMetrics result() const;

private:
    void add_switching(const FoundBlock& block) noexcept;

    const Scenario* scenario_;
    double spacing_s_;
    bool switching_;  // there are miners who come and go, even if none mines now
    std::uint64_t blocks_ = 0;
    std::uint64_t refused_ = 0;
    double x_ = 0;
    double x2_ = 0;
    double s_ = 0;
    double s2_ = 0;
    double gap_max_s_ = 0;
    double delay_s_ = 0;
    GapHistogram gaps_;

    /// Hashes, and coins they are expected to find, of one party.
    struct Party {
        double hashes = 0;
        double coins = 0;
        double weighted_difficulty = 0;  // hashes times the difficulty they worked at
    };
    double time_weighted_difficulty_ = 0;
    Party switchers_;
    Party stayers_;
};

}  // namespace sluice::lab::sim
