#include "lab/commands/commands.hpp"

#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/study/sweep.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>

namespace sluice::lab {
namespace {

struct TuneOptions {
    RuleOptions rule;
    SetupOptions setup;
    std::string metric = "error";
    double memory_min = 8;
    double memory_max = 4096;
    unsigned threads = core_count();
};

/// A value of the setting that is tuned, and what it brings.
struct Trial {
    std::int64_t value = 0;
    sim::Estimate noise = {};  ///< at steady hashrate
    sim::Estimate cost = {};   ///< the metric to be made small, in the scenario
    bool frontier = false;
    std::string command = {};
};

/// The same setup in steady hashrate, where a rule's noise is measured.
SetupOptions steady(SetupOptions options) {
    if (options.scenario != "steady") {
        options.scenario = "steady";
        options.changes.clear();  // of the other scenario
    }
    return options;
}

class Tuner {
public:
    Tuner(const TuneOptions& options, const RuleSetup& rule,
          const difficulty::RuleParameter& parameter)
        : options_(options),
          rule_(rule),
          parameter_(parameter),
          metric_(sim::metric_index(parse_metric(options.metric).name)),
          steady_options_(steady(options.setup)),
          steady_scenario_(resolve_scenario(steady_options_)),
          scenario_(resolve_scenario(options.setup)),
          start_(options.setup) {}

    /// Simulates the values that have not been tried yet.
    void try_values(const std::vector<std::int64_t>& values) {
        std::vector<SweepPoint> points;
        std::vector<std::int64_t> fresh;
        for (const std::int64_t value : values) {
            if (!trials_.contains(value)) {
                fresh.push_back(value);
                const RuleSetup rule = with_setting(rule_, {std::string(parameter_.name), value});
                points.push_back(point_of(rule, steady_options_, steady_scenario_));
                points.push_back(point_of(rule, options_.setup, scenario_));
            }
        }
        const auto outcome = run_sweep(points, options_.threads, "");
        for (std::size_t i = 0; i < fresh.size(); ++i) {
            trials_[fresh[i]] = {
                .value = fresh[i],
                .noise = outcome[2 * i][sim::metric_index("noise")],
                .cost = outcome[2 * i + 1][metric_],
                .command = command_text(points[2 * i + 1].rule, points[2 * i + 1].options)};
        }
    }

    /// Values between the neighbours of the best one so far.
    [[nodiscard]] std::vector<std::int64_t> around_best(int parts) const {
        const auto best = best_trial();
        if (best == trials_.end()) {
            return {};
        }
        const auto low = best == trials_.begin() ? best : std::prev(best);
        const auto high = std::next(best) == trials_.end() ? best : std::next(best);
        std::vector<std::int64_t> values;
        const double ratio = static_cast<double>(high->first) / static_cast<double>(low->first);
        for (int i = 1; i < parts; ++i) {
            const double part = static_cast<double>(i) / parts;
            values.push_back(static_cast<std::int64_t>(
                static_cast<double>(low->first) * sim::exp(sim::log(ratio) * part) + 0.5));
        }
        return values;
    }

    [[nodiscard]] std::vector<Trial> trials() const {
        std::vector<Trial> all;
        std::vector<double> noise;
        std::vector<double> cost;
        for (const auto& [value, trial] : trials_) {
            all.push_back(trial);
            noise.push_back(trial.noise.mean);
            cost.push_back(trial.cost.mean);
        }
        const std::vector<bool> frontier = on_frontier(noise, cost);
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i].frontier = frontier[i];
        }
        return all;
    }

    /// The value of least cost; throws if the scenario does not measure the metric.
    [[nodiscard]] std::int64_t best_value() const {
        const auto best = best_trial();
        if (best == trials_.end()) {
            throw UsageError("scenario " + options_.setup.scenario + " does not measure " +
                             options_.metric + "; choose another with --minimise");
        }
        return best->first;
    }

    /// Makes the best value's cost again; there must be a best value.
    [[nodiscard]] const std::string& best_command() const { return best_trial()->second.command; }

    [[nodiscard]] const sim::Metric& metric() const { return sim::metric_table()[metric_]; }

private:
    using Trials = std::map<std::int64_t, Trial>;

    SweepPoint point_of(const RuleSetup& rule, const SetupOptions& options,
                        const sim::Scenario& scenario) {
        return {rule, options, make_setup(rule, scenario, start_, options.seed)};
    }

    [[nodiscard]] Trials::const_iterator best_trial() const {
        auto best = trials_.end();
        for (auto at = trials_.begin(); at != trials_.end(); ++at) {
            const double cost = std::abs(at->second.cost.mean);
            if (!std::isnan(cost) &&
                (best == trials_.end() || cost < std::abs(best->second.cost.mean))) {
                best = at;
            }
        }
        return best;
    }

    const TuneOptions& options_;
    const RuleSetup& rule_;
    const difficulty::RuleParameter& parameter_;
    std::size_t metric_;
    SetupOptions steady_options_;
    sim::Scenario steady_scenario_;
    sim::Scenario scenario_;
    RunStart start_;
    Trials trials_;
};

ResultTable table_of(const difficulty::RuleParameter& parameter, const Tuner& tuner) {
    const std::int64_t best = tuner.best_value();
    const sim::Metric& metric = tuner.metric();
    ResultTable table({{.key = "value", .title = std::string(parameter.name)},
                       {.key = "steady_noise", .title = "noise when steady", .measured = true},
                       {.key = "cost",
                        .title = std::string(metric.name) + " in the scenario",
                        .unit = std::string(metric.unit),
                        .measured = true},
                       {.key = "frontier", .title = "on the frontier"},
                       {.key = "best", .title = "best"},
                       {.key = "command", .title = ""}});
    for (const Trial& trial : tuner.trials()) {
        table.add_row({static_cast<std::uint64_t>(trial.value), trial.noise, trial.cost,
                       trial.frontier, trial.value == best, trial.command});
    }
    return table;
}

CommandReport tune(const TuneOptions& options) {
    const RuleSetup rule = resolve_rule(options.rule);
    const difficulty::RuleParameter* parameter = smoothing_parameter(*rule.rule);
    if (parameter == nullptr) {
        throw UsageError("rule " + std::string(rule.rule->name) +
                         " has neither a half-life nor a window to tune");
    }
    if (options.memory_min > options.memory_max) {
        throw UsageError("--memory-min must be at most --memory-max");
    }
    Tuner tuner(options, rule, *parameter);
    tuner.try_values(
        smoothing_values(*rule.rule, rule.params, options.memory_min, options.memory_max, 1));
    (void)tuner.best_value();
    tuner.try_values(tuner.around_best(4));
    tuner.try_values(tuner.around_best(4));
    const ResultTable table = table_of(*parameter, tuner);
    return {.text = {table.to_text(),
                     "\nOn the frontier: no other value has both less noise and less " +
                         std::string(tuner.metric().name) +
                         ".\nThe best again: " + tuner.best_command() + '\n'},
            .table = table,
            .json = {{"setting", parameter->name},
                     {"metric", tuner.metric().name},
                     {"best", tuner.best_value()},
                     {"trials", table.to_json()}}};
}

}  // namespace

void add_tune_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<TuneOptions>();
    options->setup.scenario = "random-walk";
    CLI::App* command = app.add_subcommand("tune", "Find a rule's best half-life or window");
    command->add_option("rule", options->rule.rule, "The rule")->required();
    command->add_option("--set", options->rule.settings, "Another setting of the rule, kept")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
    add_scenario_options(*command, options->setup);
    add_length_options(*command, options->setup);
    command->add_option("--minimise", options->metric, "The metric to make small")
        ->capture_default_str();
    command->add_option("--memory-min", options->memory_min, "Shortest memory to try, in blocks")
        ->capture_default_str()
        ->check(number_from(1, 1e6));
    command->add_option("--memory-max", options->memory_max, "Longest memory to try, in blocks")
        ->capture_default_str()
        ->check(number_from(1, 1e6));
    add_threads_option(*command, options->threads);
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = tune(*options); });
}

}  // namespace sluice::lab
