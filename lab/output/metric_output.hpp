#pragma once
/// Metrics for people, for spreadsheets and for programs. CSV and JSON hold numbers with as many
/// digits as tell them apart, so that equal runs give equal bytes. Thread-safe.

#include "lab/output/result_table.hpp"
#include "lab/output/text_table.hpp"
#include "lab/sim/summary.hpp"

#include <nlohmann/json_fwd.hpp>

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// The metric of this name; throws CommandError with the nearest.
[[nodiscard]] const sim::Metric& parse_metric(std::string_view name);

/// A measured number with the digits that its confidence interval leaves, and the interval:
/// "600.01 ± 0.03". Seconds become minutes, hours or days when they are many.
[[nodiscard]] std::string estimate_text(const sim::Estimate& estimate, std::string_view unit);

/// Names of metrics whose interval is wider than the value is good for: more than half of it to
/// either side. Those that may well be zero, as the bias, have no such measure.
[[nodiscard]] std::vector<std::string_view> wide_metrics(const sim::Summary& summary);
/// A line that says so and what to do; empty for no names.
[[nodiscard]] std::string wide_note(std::span<const std::string_view> names);

/// One metric a line, those that were measured, for people.
[[nodiscard]] TextTable summary_text(const sim::Summary& summary);
/// Every metric: metric,unit,mean,ci95_low,ci95_high.
[[nodiscard]] ResultTable summary_table(const sim::Summary& summary);
/// {"mean": ..., "ci95": [low, high]}; null where not measured.
[[nodiscard]] nlohmann::ordered_json estimate_json(const sim::Estimate& estimate);
/// {"noise": {"mean": ..., "ci95": [low, high], "unit": ""}, ...}; null where not measured.
[[nodiscard]] nlohmann::ordered_json summary_json(const sim::Summary& summary);

}  // namespace sluice::lab
