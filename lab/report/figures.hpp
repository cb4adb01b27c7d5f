#pragma once
/// The figures of `sluice-lab report`: each simulates what it shows. Thread-safe.

#include "lab/output/gnuplot.hpp"
#include "lab/output/html_page.hpp"
#include "lab/study/setup.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sluice::lab {

/// What all figures share.
struct ReportPlan {
    std::vector<RuleSetup> rules;  ///< with the settings of equal noise
    std::size_t seeds = 40;
    std::uint64_t seed = 1;
    unsigned threads = 1;
    std::int64_t spacing_s = 0;  ///< of all rules; 0: of each its own
};

/// A plot that is not drawn yet.
struct ReportFigure {
    ReportSection section;
    Plot plot;
};

/// Mean block time over a day's blocks while an attacker comes and goes.
[[nodiscard]] ReportFigure block_time_figure(const ReportPlan& plan);
/// Difficulty of each rule and the hashrate that it follows.
[[nodiscard]] ReportFigure tracking_figure(const ReportPlan& plan);
/// D/D* after the hashrate has doubled, mean of all seeds.
[[nodiscard]] ReportFigure step_figure(const ReportPlan& plan);
/// Noise when steady against lag when drifting, for many settings of each rule, and the bound where
/// it says something.
[[nodiscard]] ReportFigure frontier_figure(const ReportPlan& plan);
/// The curve of that bound: least lag of a rule of this noise, for noises from `noise_min` up to
/// `noise_max` as far as rules are linear.
[[nodiscard]] std::vector<std::pair<double, double>> lag_bound(double noise_min, double noise_max);
/// All rules by the metrics of the usual scenarios.
[[nodiscard]] ReportSection metric_section(const ReportPlan& plan);

}  // namespace sluice::lab
