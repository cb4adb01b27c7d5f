#include "lab/sim/metrics.hpp"

#include "lab/sim/estimation_bound.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr std::array table{
    Metric{"mean_interval", "s", "mean true time between blocks", &RunMetrics::mean_interval_s},
    Metric{"bias", "", "mean interval / wanted spacing - 1", &RunMetrics::bias},
    Metric{"noise", "", "standard deviation of x = ln(D/D*)", &RunMetrics::noise},
    Metric{"offset", "", "mean of x", &RunMetrics::offset},
    Metric{"error", "", "root of the mean square of x", &RunMetrics::error},
    Metric{"efficiency", "", "Cramer-Rao bound / mean square of x; 1 is the best possible",
           &RunMetrics::efficiency},
    Metric{"wait", "s", "mean wait for a block from a random moment", &RunMetrics::wait_s},
    Metric{"gap_999", "s", "99.9 % of the intervals are shorter", &RunMetrics::gap_999_s},
    Metric{"gap_max", "s", "longest interval", &RunMetrics::gap_max_s},
    Metric{"delay", "s", "sum of s - 2T over intervals s above 6T", &RunMetrics::delay_s},
    Metric{"drift", "blocks", "blocks ahead of the wanted schedule", &RunMetrics::drift_blocks},
    Metric{"rise", "s", "time to 63 % of the way after the step", &RunMetrics::rise_s},
    Metric{"settle_10", "s", "time after which D stays within 10 % of D*",
           &RunMetrics::settle_10_s},
    Metric{"settle_2", "s", "time after which D stays within 2 % of D*", &RunMetrics::settle_2_s},
    Metric{"overshoot", "", "furthest beyond D* after the step", &RunMetrics::overshoot},
    Metric{"stolen", "", "1 - difficulty of those who come and go / average difficulty",
           &RunMetrics::stolen},
    Metric{"hop_profit", "", "coins per hash of those who come and go / of those who stay - 1",
           &RunMetrics::hop_profit},
    Metric{"stamp_profit", "", "blocks / what the true time allows - 1, under false timestamps",
           &RunMetrics::timestamp_profit},
    Metric{"orphans", "", "part of the blocks found that is not on the best chain",
           &RunMetrics::orphans},
    Metric{"selfish_revenue", "", "part of the best chain that the selfish miner found",
           &RunMetrics::selfish_revenue},
    Metric{"refused", "", "blocks refused for their timestamps / blocks of the chain",
           &RunMetrics::refused},
};

}  // namespace

std::span<const Metric> metric_table() noexcept { return table; }

std::size_t metric_index(std::string_view name) noexcept {
    return static_cast<std::size_t>(std::ranges::find(table, name, &Metric::name) - table.begin());
}

MetricSums::MetricSums(const RunSetup& setup)
    : scenario_(&setup.scenario),
      spacing_s_(static_cast<double>(setup.params.spacing_s)),
      switching_(!setup.scenario.miners.empty()) {}

void MetricSums::add_switching(const FoundBlock& block) noexcept {
    const double switcher_hashes = block.switching_hashrate * block.interval_s;
    const double stayer_hashes = (block.hashrate - block.switching_hashrate) * block.interval_s;
    time_weighted_difficulty_ += block.difficulty * block.interval_s;
    switchers_.hashes += switcher_hashes;
    switchers_.coins += switcher_hashes / block.difficulty;
    switchers_.weighted_difficulty += switcher_hashes * block.difficulty;
    stayers_.hashes += stayer_hashes;
    stayers_.coins += stayer_hashes / block.difficulty;
}

RunMetrics MetricSums::result() const {
    RunMetrics metrics;
    if (blocks_ == 0) {
        return metrics;
    }
    const auto count = static_cast<double>(blocks_);
    const double mean_square = x2_ / count;
    metrics.mean_interval_s = s_ / count;
    metrics.bias = metrics.mean_interval_s / spacing_s_ - 1;
    metrics.offset = x_ / count;
    metrics.noise = std::sqrt(std::max(0.0, mean_square - metrics.offset * metrics.offset));
    metrics.error = std::sqrt(mean_square);
    if (scenario_->walk_variance > 0) {
        metrics.efficiency = prediction_bound(scenario_->walk_variance) / mean_square;
    }
    metrics.wait_s = s2_ / (2 * s_);
    metrics.gap_999_s = gaps_.quantile(0.999);
    metrics.gap_max_s = gap_max_s_;
    metrics.delay_s = delay_s_;
    metrics.drift_blocks = count - s_ / spacing_s_;
    if (switchers_.hashes > 0) {
        metrics.stolen = 1 - switchers_.weighted_difficulty / switchers_.hashes /
                                 (time_weighted_difficulty_ / s_);
        metrics.hop_profit =
            switchers_.coins / switchers_.hashes / (stayers_.coins / stayers_.hashes) - 1;
    }
    if (scenario_->timestamps.policy != Timestamps::Policy::honest) {
        metrics.timestamp_profit = count * spacing_s_ / s_ - 1;
        metrics.refused = static_cast<double>(refused_) / count;
    }
    return metrics;
}

}  // namespace sluice::lab::sim
