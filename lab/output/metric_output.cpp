#include "lab/output/metric_output.hpp"

#include "base/join.hpp"
#include "base/nearest_name.hpp"
#include "lab/support/command_error.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace sluice::lab {
namespace {

/// Seconds as people count them.
struct Scale {
    double size_s;
    std::string_view name;
};
constexpr std::array scales{Scale{86'400, "d"}, Scale{3'600, "h"}, Scale{1, "s"}};

constexpr double hours_from_s = 3 * 3'600;  // a mean interval of 600 s stays in seconds
constexpr double days_from_s = 3 * 86'400;

Scale scale_of(double value, std::string_view unit) {
    if (unit != "s") {
        return {1, unit};
    }
    return std::abs(value) >= days_from_s    ? scales[0]
           : std::abs(value) >= hours_from_s ? scales[1]
                                             : scales[2];
}

std::string fixed_text(double value, int digits) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", digits, value);
    return text.data();
}

/// Digits after the point that show two digits of `size`.
int digits_for(double size) {
    constexpr int digits_max = 8;
    if (!(size > 0)) {
        return 4;
    }
    return std::clamp(1 - static_cast<int>(std::floor(std::log10(size))), 0, digits_max);
}

}  // namespace

const sim::Metric& parse_metric(std::string_view name) {
    std::vector<std::string_view> known;
    for (const sim::Metric& metric : sim::metric_table()) {
        if (metric.name == name) {
            return metric;
        }
        known.push_back(metric.name);
    }
    throw UsageError("unknown metric '" + std::string(name) + "'; " +
                     did_you_mean(name, known, "`sluice-lab run` shows them"));
}

std::string estimate_text(const sim::Estimate& estimate, std::string_view unit) {
    if (std::isnan(estimate.mean)) {
        return "-";
    }
    const Scale scale = scale_of(estimate.mean, unit);
    const double mean = estimate.mean / scale.size_s;
    const double half_width = estimate.half_width / scale.size_s;
    std::string text;
    if (std::isnan(half_width)) {
        text = fixed_text(mean, std::max(2, digits_for(std::abs(mean)) + 2));
    } else {
        const int digits = digits_for(half_width);
        text = fixed_text(mean, digits) + " ± " + fixed_text(half_width, digits);
    }
    return scale.name.empty() ? text : text + " " + std::string(scale.name);
}

std::vector<std::string_view> wide_metrics(const sim::Summary& summary) {
    constexpr std::array<std::string_view, 8> often_zero{
        "bias", "offset", "drift", "stolen", "overshoot", "hop_profit", "stamp_profit", "refused"};
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < sim::metric_table().size(); ++i) {
        const std::string_view name = sim::metric_table()[i].name;
        const sim::Estimate& estimate = summary.estimates[i];
        if (estimate.half_width > std::abs(estimate.mean) / 2 &&
            std::ranges::find(often_zero, name) == often_zero.end()) {
            names.push_back(name);
        }
    }
    return names;
}

std::string wide_note(std::span<const std::string_view> names) {
    return names.empty() ? std::string()
                         : "note: wide intervals, of more than half the value: " + join(names) +
                               "; more --seeds or --blocks narrow them\n";
}

TextTable summary_text(const sim::Summary& summary) {
    TextTable table{
        {"metric", 15}, {"mean ± 95 % confidence", 30, TextTable::Align::right}, {"meaning", 66}};
    for (std::size_t i = 0; i < sim::metric_table().size(); ++i) {
        const sim::Metric& metric = sim::metric_table()[i];
        if (!std::isnan(summary.estimates[i].mean)) {
            table.add_row({std::string(metric.name),
                           estimate_text(summary.estimates[i], metric.unit),
                           std::string(metric.meaning)});
        }
    }
    return table;
}

ResultTable summary_table(const sim::Summary& summary) {
    ResultTable table({{.key = "metric", .title = "metric"},
                       {.key = "unit", .title = "unit"},
                       {.key = "mean", .title = "mean"},
                       {.key = "ci95_low", .title = "95 % from"},
                       {.key = "ci95_high", .title = "to"}});
    for (std::size_t i = 0; i < sim::metric_table().size(); ++i) {
        const sim::Metric& metric = sim::metric_table()[i];
        const sim::Estimate& estimate = summary.estimates[i];
        table.add_row({std::string(metric.name), std::string(metric.unit), estimate.mean,
                       estimate.low(), estimate.high()});
    }
    return table;
}

nlohmann::ordered_json estimate_json(const sim::Estimate& estimate) {
    const auto number = [](double value) {
        return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json();
    };
    return {{"mean", number(estimate.mean)},
            {"ci95", {number(estimate.low()), number(estimate.high())}}};
}

nlohmann::ordered_json summary_json(const sim::Summary& summary) {
    nlohmann::ordered_json metrics;
    for (std::size_t i = 0; i < sim::metric_table().size(); ++i) {
        const sim::Metric& metric = sim::metric_table()[i];
        nlohmann::ordered_json& entry = metrics[std::string(metric.name)];
        entry = estimate_json(summary.estimates[i]);
        entry["unit"] = metric.unit;
    }
    return metrics;
}

}  // namespace sluice::lab
