#pragma once
/// The figures of `sluice-lab report`: each simulates what it shows. Thread-safe.

#include "difficulty/lab/gnuplot.hpp"
#include "difficulty/lab/html_page.hpp"
#include "difficulty/lab/setup_options.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace sluice::difficulty {

/// What all figures share.
struct ReportPlan {
    std::vector<RuleOptions> rules;  ///< with the settings of equal noise
    std::size_t seeds = 40;
    std::uint64_t seed = 1;
    unsigned threads = 1;
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
/// Noise when steady against lag when drifting, for many settings of each rule, and the bound.
[[nodiscard]] ReportFigure frontier_figure(const ReportPlan& plan);
/// All rules by the metrics of the usual scenarios.
[[nodiscard]] ReportSection metric_section(const ReportPlan& plan);

}  // namespace sluice::difficulty
