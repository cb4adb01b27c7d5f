#include "lab/sim/summary.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>

namespace sluice::lab::sim {
namespace {

constexpr std::size_t response_groups_max = 20;

/// Mean response without the runs of one group of every `groups`-th.
Response mean_response_without(std::span<const RunResult> results, std::size_t group,
                               std::size_t groups) {
    std::vector<Response> kept;
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (i % groups != group) {
            kept.push_back(results[i].response);
        }
    }
    return mean_of(kept);
}

bool from_response(double RunMetrics::*member) {
    return member == &RunMetrics::rise_s || member == &RunMetrics::settle_10_s ||
           member == &RunMetrics::settle_2_s || member == &RunMetrics::overshoot;
}

/// Replaces the estimates of what the mean response tells.
void add_response(std::span<const RunResult> results, Summary& summary) {
    std::vector<Response> all;
    for (const RunResult& result : results) {
        all.push_back(result.response);
    }
    summary.response = mean_of(all);
    RunMetrics whole;
    measure_response(summary.response, whole);
    const std::size_t groups = std::min(results.size(), response_groups_max);
    std::vector<RunMetrics> partial(groups < 2 ? 0 : groups);
    for (std::size_t group = 0; group < partial.size(); ++group) {
        measure_response(mean_response_without(results, group, groups), partial[group]);
    }
    for (std::size_t i = 0; i < metric_table().size(); ++i) {
        const auto member = metric_table()[i].member;
        if (!from_response(member)) {
            continue;
        }
        std::vector<double> values;
        for (const RunMetrics& metrics : partial) {
            values.push_back(metrics.*member);
        }
        summary.estimates[i] = {whole.*member,
                                values.empty() ? not_measured : jackknife_half_width(values)};
    }
}

}  // namespace

double least_of(const Metric& metric) {
    return metric.unit == "s" ? 0 : -std::numeric_limits<double>::infinity();
}

double student_t_975(std::size_t degrees) {
    constexpr std::array few{12.706205, 4.302653, 3.182446, 2.776445, 2.570582,
                             2.446912,  2.364624, 2.306004, 2.262157, 2.228139};
    assert(degrees >= 1);
    if (degrees <= few.size()) {
        return few[degrees - 1];
    }
    // Cornish-Fisher expansion about the normal quantile (Abramowitz and Stegun 26.7.5)
    constexpr double z = 1.959963985;
    constexpr double z3 = z * z * z;
    constexpr double z5 = z3 * z * z;
    constexpr double z7 = z5 * z * z;
    const auto n = static_cast<double>(degrees);
    return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
           (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

Estimate estimate_of(std::span<const double> values) {
    double sum = 0;
    std::size_t count = 0;
    for (const double value : values) {
        if (!std::isnan(value)) {
            sum += value;
            ++count;
        }
    }
    if (count == 0) {
        return {};
    }
    Estimate estimate{.mean = sum / static_cast<double>(count)};
    if (count == 1) {
        return estimate;
    }
    double squares = 0;
    for (const double value : values) {
        if (!std::isnan(value)) {
            squares += (value - estimate.mean) * (value - estimate.mean);
        }
    }
    const double variance = squares / static_cast<double>(count - 1);
    estimate.half_width =
        student_t_975(count - 1) * std::sqrt(variance / static_cast<double>(count));
    return estimate;
}

double jackknife_half_width(std::span<const double> estimates) {
    const auto count = static_cast<double>(estimates.size());
    double mean = 0;
    for (const double estimate : estimates) {
        mean += estimate / count;
    }
    double squares = 0;
    for (const double estimate : estimates) {
        squares += (estimate - mean) * (estimate - mean);
    }
    return student_t_975(estimates.size() - 1) * std::sqrt(squares * (count - 1) / count);
}

const Estimate& Summary::of(std::string_view metric) const {
    assert(metric_index(metric) < metric_table().size());
    return estimates[metric_index(metric)];
}

Summary summarise(std::span<const RunResult> results) {
    Summary summary;
    for (const Metric& metric : metric_table()) {
        std::vector<double> values;
        for (const RunResult& result : results) {
            values.push_back(result.metrics.*metric.member);
        }
        summary.estimates.push_back(estimate_of(values));
    }
    if (!results.front().response.points.empty()) {
        add_response(results, summary);
    }
    for (std::size_t i = 0; i < metric_table().size(); ++i) {
        summary.estimates[i].least = least_of(metric_table()[i]);
    }
    return summary;
}

}  // namespace sluice::lab::sim
