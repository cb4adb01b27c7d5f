#pragma once
/// A sweep: many setups, each under several seeds, on all cores, journalled so that it goes on
/// where it was cut off. Thread-safe by value.

#include "lab/sim/summary.hpp"
#include "lab/study/setup.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::lab {

struct SweepPoint {
    RuleSetup rule;
    SetupOptions options;  ///< that name scenario, start and lengths
    sim::RunSetup setup;
};

/// A name and the values it takes, from "half_life_s=3600,7200".
struct GridAxis {
    std::string name;
    std::vector<std::string> values;
};
/// Throws CommandError.
[[nodiscard]] GridAxis parse_axis(const std::string& text);

/// Every rule under every combination of the axes in every scenario; throws CommandError for the
/// first that cannot be simulated.
[[nodiscard]] std::vector<SweepPoint> make_points(const std::vector<std::string>& rules,
                                                  const std::vector<GridAxis>& axes,
                                                  const std::vector<std::string>& scenarios,
                                                  const SetupOptions& base);

/// Estimates of each point in its order. Points found in the journal are not computed again; an
/// empty path keeps no journal. Throws CommandError when the journal cannot be read or written.
[[nodiscard]] std::vector<std::vector<sim::Estimate>> run_sweep(
    const std::vector<SweepPoint>& points, unsigned threads, const std::string& journal_path);

}  // namespace sluice::lab
