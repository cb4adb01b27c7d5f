#include "lab/commands/commands.hpp"

#include "lab/commands/setup_options.hpp"
#include "lab/shares/share_sim.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::lab {
namespace {

constexpr std::uint64_t share_seeds_max = 100'000;
constexpr double shares_per_minute_min = 0.1;
constexpr double shares_per_minute_max = 600;

struct VardiffLabOptions {
    std::vector<std::string> controllers;
    std::vector<std::string> scenarios;
    std::uint64_t seeds = 40;
    std::uint64_t seed = 1;
    std::optional<double> shares_per_minute;
};

/// The rows of these names, or all rows; an unknown name suggests the nearest.
template <class Row>
std::vector<const Row*> chosen(const std::string& what, std::span<const Row> rows,
                               const std::vector<std::string>& names) {
    std::vector<const Row*> found;
    std::vector<std::string_view> known;
    for (const Row& row : rows) {
        known.push_back(row.name);
        if (names.empty()) {
            found.push_back(&row);
        }
    }
    for (const std::string& name : names) {
        const auto row = std::ranges::find(rows, name, &Row::name);
        if (row == rows.end()) {
            reject_name(what, name, known);
        }
        found.push_back(&*row);
    }
    return found;
}

/// One metric over many runs; NaN stands for what did not happen in a run.
class Sample {
public:
    Sample(const std::vector<ShareMetrics>& runs, double ShareMetrics::*metric) {
        for (const ShareMetrics& run : runs) {
            values_.push_back(run.*metric);
        }
        std::ranges::sort(values_, [](double a, double b) {
            return !std::isnan(a) && (std::isnan(b) || a < b);  // what never happened is last
        });
    }

    [[nodiscard]] double mean() const {
        double sum = 0;
        for (const double value : values_) {
            sum += value;
        }
        return sum / static_cast<double>(values_.size());
    }
    /// Half the width of the mean's 95 % confidence interval (normal).
    [[nodiscard]] double half_width() const {
        constexpr double standard_errors = 1.96;
        const auto count = static_cast<double>(values_.size());
        double squares = 0;
        for (const double value : values_) {
            squares += (value - mean()) * (value - mean());
        }
        return standard_errors * std::sqrt(squares / (count - 1) / count);
    }
    [[nodiscard]] double quantile(double part) const {
        const auto last = static_cast<double>(values_.size() - 1);
        return values_[static_cast<std::size_t>(std::lround(part * last))];
    }

private:
    std::vector<double> values_;
};

ResultTable make_table() {
    return ResultTable({{"scenario", "scenario"},
                        {"controller", "controller"},
                        {"wanted_per_minute", "wanted/min", 2},
                        {"shares_per_minute", "shares/min", 3},
                        {"shares_spread", "spread", 2},
                        {"bias", "bias", 2},
                        {"sigma", "sigma", 3},
                        {"rms", "rms", 3},
                        {"rms_ci95", "+-", 1},
                        {"retargets_per_hour", "changes/h", 3},
                        {"rise_s_median", "rise s", 3},
                        {"settle_s_median", "settle s", 3},
                        {"settle_s_95", "settle 95 % s", 3},
                        {"flood_per_minute", "flood/min", 3}});
}

void add_row(ResultTable& table, const ShareScenario& scenario,
             const ShareControllerRow& controller, const VardiffLabOptions& options) {
    const double wanted = options.shares_per_minute.value_or(controller.shares_per_minute);
    std::vector<ShareMetrics> runs;
    for (std::uint64_t run = 0; run < options.seeds; ++run) {
        runs.push_back(simulate_shares(controller, scenario, {wanted, options.seed + run}));
    }
    const Sample rms(runs, &ShareMetrics::rms);
    const Sample settle(runs, &ShareMetrics::settle_s);
    const auto mean = [&](double ShareMetrics::*metric) { return Sample(runs, metric).mean(); };
    table.add_row({std::string(scenario.name), std::string(controller.name), wanted,
                   mean(&ShareMetrics::shares_per_minute), mean(&ShareMetrics::shares_spread),
                   mean(&ShareMetrics::bias), mean(&ShareMetrics::sigma), rms.mean(),
                   rms.half_width(), mean(&ShareMetrics::retargets_per_hour),
                   Sample(runs, &ShareMetrics::rise_s).quantile(0.5), settle.quantile(0.5),
                   settle.quantile(0.95), mean(&ShareMetrics::flood_per_minute)});
}

CommandReport run(const VardiffLabOptions& options) {
    if (options.seeds < 2 || options.seeds > share_seeds_max) {
        throw UsageError("--seeds must be 2 to " + std::to_string(share_seeds_max) + ", not " +
                         std::to_string(options.seeds));
    }
    if (options.shares_per_minute && !(*options.shares_per_minute >= shares_per_minute_min &&
                                       *options.shares_per_minute <= shares_per_minute_max)) {
        throw UsageError("--shares-per-minute must be 0.1 to 600, not " +
                         to_text(*options.shares_per_minute, 6));
    }
    ResultTable table = make_table();
    const auto controllers = chosen("controller", share_controllers(), options.controllers);
    for (const ShareScenario* scenario : chosen("scenario", share_scenarios(), options.scenarios)) {
        for (const ShareControllerRow* controller : controllers) {
            add_row(table, *scenario, *controller, options);
        }
    }
    return {.text = {table.to_text()}, .table = table};
}

}  // namespace

void add_vardiff_command(CLI::App& app, CommandOutcome& outcome) {
    CLI::App* command =
        app.add_subcommand("vardiff", "Share difficulty controllers of pools, side by side");
    const auto options = std::make_shared<VardiffLabOptions>();
    command->add_option("--controller", options->controllers, "One or more; without it all")
        ->delimiter(',')
        ->expected(-1);
    command->add_option("--scenario", options->scenarios, "One or more; without it all")
        ->expected(-1);
    command->add_option("--seeds", options->seeds, "Runs of each")->capture_default_str();
    command->add_option("--seed", options->seed, "Seed of the first run")->capture_default_str();
    command->add_option("--shares-per-minute", options->shares_per_minute,
                        "Wanted by every controller; without it as each pool's default");
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
