#pragma once
/// The answer of a rule to a step of the hashrate: y = D/D* on a grid of true time since the step,
/// and what the mean answer of many runs says: rise, settling and overshoot. Not thread-safe.

#include "lab/sim/found_block.hpp"
#include "lab/sim/metrics.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace sluice::lab::sim {

/// y of one run at evenly spaced times; the first at the step itself.
struct Response {
    double interval_s = 0;  ///< between points
    std::vector<double> points = {};

    bool operator==(const Response&) const = default;
};

/// Fills a grid from block to block.
class ResponseRecorder {
public:
    /// `points` >= 2 points over `horizon_s` since the step, which came at `step_s`. A block that
    /// is under way then names the hashrate of before; the base's is multiplied by `factor`.
    ResponseRecorder(double step_s, double horizon_s, std::size_t points, double factor = 1);

    /// The next block: its difficulty was in force all the time that it took.
    void add(const FoundBlock& block) noexcept;
    /// The grid; what came after the last block counts as its difficulty.
    [[nodiscard]] Response take();

private:
    double step_s_;
    double factor_;
    Response response_;
    std::size_t filled_ = 0;
    double last_ratio_ = not_measured;
};

/// Pointwise mean; all of one grid.
[[nodiscard]] Response mean_of(std::span<const Response> responses);

/// Rise, settling and overshoot of a mean response, written into `metrics`. What does not happen
/// within the grid stays unmeasured.
void measure_response(const Response& mean, RunMetrics& metrics);

}  // namespace sluice::lab::sim
