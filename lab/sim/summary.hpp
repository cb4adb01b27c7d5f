#pragma once
/// Many runs of one setup in one line a metric: mean over the seeds with its 95 % confidence
/// interval (Student's t). What only the mean response of all runs tells has its interval from the
/// jackknife over groups of seeds. Pure, any thread.

#include "lab/sim/metrics.hpp"
#include "lab/sim/response.hpp"
#include "lab/sim/run.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace sluice::lab::sim {

/// Not measured: mean is NaN. From a single run: half_width is NaN.
struct Estimate {
    double mean = not_measured;
    double half_width = not_measured;                         ///< of the 95 % confidence interval
    double least = -std::numeric_limits<double>::infinity();  ///< that the metric can be

    [[nodiscard]] double low() const { return std::max(mean - half_width, least); }
    [[nodiscard]] double high() const { return mean + half_width; }
};

/// What no value of the metric lies below: a time is not negative.
[[nodiscard]] double least_of(const Metric& metric);

/// Quantile 0.975 of Student's t with `degrees` >= 1 degrees of freedom.
[[nodiscard]] double student_t_975(std::size_t degrees);

/// Mean of the measured (not NaN) values with its confidence interval.
[[nodiscard]] Estimate estimate_of(std::span<const double> values);

/// The jackknife of Quenouille and Tukey: half the 95 % confidence interval of a figure of many
/// runs, from two or more estimates of it that each leave out one group of the runs.
[[nodiscard]] double jackknife_half_width(std::span<const double> estimates);

struct Summary {
    std::vector<Estimate> estimates;  ///< in the order of metric_table()
    Response response;                ///< mean over the runs, or empty

    /// Of the metric of this name, which must exist.
    [[nodiscard]] const Estimate& of(std::string_view metric) const;
};

/// At least one result.
[[nodiscard]] Summary summarise(std::span<const RunResult> results);

}  // namespace sluice::lab::sim
