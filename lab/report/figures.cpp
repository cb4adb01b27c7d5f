#include "lab/report/figures.hpp"

#include "base/join.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/sim/run.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/study/seed_runs.hpp"
#include "lab/study/sweep.hpp"
#include "lab/support/command_error.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::lab {
namespace {

SetupOptions options_of(const ReportPlan& plan, const std::string& scenario, std::uint64_t blocks) {
    SetupOptions options;
    options.scenario = scenario;
    options.blocks = blocks;
    options.seeds = plan.seeds;
    options.seed = plan.seed;
    return options;
}

std::string title_of(const RuleSetup& rule) {
    std::string title = rule.name;
    for (const RuleSetting& setting : rule.settings) {
        if (setting.name != "spacing_s") {  // the same for all
            title += " " + to_string(setting);
        }
    }
    return title;
}

/// Calls sink(rule, setup) for each rule that can run the scenario.
template <class Sink>
void for_each_setup(const ReportPlan& plan, const SetupOptions& options, Sink sink) {
    const sim::Scenario scenario = resolve_scenario(options);
    RunStart start(options);
    for (const RuleSetup& rule : plan.rules) {
        if (!(scenario.network.forks() && reads_next_time(*rule.rule, rule.params))) {
            sink(rule, make_setup(rule, scenario, start, options.seed));
        }
    }
}

constexpr std::uint64_t frontier_blocks = 50'000;
constexpr std::size_t frontier_seeds = 4;

/// The rule with each value in steady hashrate, and then where the hashrate walks.
std::vector<SweepPoint> frontier_points(const ReportPlan& plan, const RuleSetup& rule,
                                        const difficulty::RuleParameter& parameter,
                                        std::span<const std::int64_t> values) {
    std::vector<SweepPoint> points;
    for (const std::int64_t value : values) {
        const RuleSetup tried = with_setting(rule, {std::string(parameter.name), value});
        for (const char* scenario : {"steady", "random-walk"}) {
            SetupOptions options = options_of(plan, scenario, frontier_blocks);
            options.seeds = frontier_seeds;
            points.push_back({tried, options, resolve_setup(tried, options)});
        }
    }
    return points;
}

/// The sweep that computes them.
std::string frontier_command(const ReportPlan& plan, const RuleSetup& rule,
                             const difficulty::RuleParameter& parameter,
                             std::span<const std::int64_t> values) {
    const std::string list =
        join(values, ",", [](std::int64_t value) { return std::to_string(value); });
    const std::string spacing =
        plan.spacing_s > 0 ? " --grid spacing_s=" + std::to_string(plan.spacing_s) : "";
    return "sluice-lab sweep --rule " + rule.name + spacing + " --grid " +
           std::string(parameter.name) + "=" + list + " --scenario steady,random-walk --blocks " +
           std::to_string(frontier_blocks) + " --seeds " + std::to_string(frontier_seeds) +
           " --seed " + std::to_string(plan.seed);
}

}  // namespace

ReportFigure block_time_figure(const ReportPlan& plan) {
    constexpr std::size_t mean_blocks = 144;
    ReportFigure figure{
        {.title = "Block time under attack",
         .text = "Mean of the last 144 true intervals while an attacker of six times the base "
                 "hashrate comes below 1.30 of the base difficulty and leaves at 1.35."},
        {.x_label = "time, in wanted spacings", .y_label = "mean block time, spacings"}};
    const SetupOptions options = options_of(plan, "on-off", 3'000);
    for_each_setup(plan, options, [&](const RuleSetup& rule, const sim::RunSetup& setup) {
        std::vector<double> times_s;
        (void)sim::run_once(setup, 0,
                            [&](const sim::FoundBlock& block) { times_s.push_back(block.time_s); });
        Curve curve{title_of(rule)};
        const auto spacing_s = static_cast<double>(setup.params.spacing_s);
        for (std::size_t i = mean_blocks; i < times_s.size(); i += 8) {
            curve.points.emplace_back(
                (times_s[i] - times_s[0]) / spacing_s,
                (times_s[i] - times_s[i - mean_blocks]) / (spacing_s * mean_blocks));
        }
        figure.plot.curves.push_back(std::move(curve));
        figure.section.commands.push_back(command_text(rule, options) + " --blocks-csv blocks.csv");
    });
    return figure;
}

ReportFigure tracking_figure(const ReportPlan& plan) {
    ReportFigure figure{
        {.title = "Difficulty against hashrate",
         .text = "The logarithm of the hashrate walks at random, by 0.01 a block; each rule "
                 "follows the same walk."},
        {.x_label = "blocks", .y_label = "relative to the start"}};
    const SetupOptions options = options_of(plan, "random-walk", 4'000);
    Curve hashrate{.title = "hashrate", .thin = true};
    for_each_setup(plan, options, [&](const RuleSetup& rule, const sim::RunSetup& setup) {
        Curve curve{title_of(rule)};
        const bool first = hashrate.points.empty();
        std::size_t count = 0;
        (void)sim::run_once(setup, 0, [&](const sim::FoundBlock& block) {
            const auto at = static_cast<double>(count);
            if (count++ % 8 == 0) {
                curve.points.emplace_back(at, block.difficulty);
                if (first) {
                    hashrate.points.emplace_back(at, block.hashrate);
                }
            }
        });
        figure.plot.curves.push_back(std::move(curve));
        figure.section.commands.push_back(command_text(rule, options) + " --blocks-csv blocks.csv");
    });
    figure.plot.curves.push_back(std::move(hashrate));
    return figure;
}

ReportFigure step_figure(const ReportPlan& plan) {
    ReportFigure figure{{.title = "Step response",
                         .text = "The hashrate doubles at once. D* is the difficulty that gives "
                                 "the wanted spacing; mean of all seeds. ASERT's answer is "
                                 "exponential in wall time, drawn dashed."},
                        {.x_label = "time since the step, in wanted spacings", .y_label = "D/D*"}};
    const SetupOptions options = options_of(plan, "step-x2", 1'500);
    for_each_setup(plan, options, [&](const RuleSetup& rule, const sim::RunSetup& setup) {
        const sim::Response response = run_series(setup, plan.seeds, plan.threads).summary.response;
        Curve curve{title_of(rule)};
        Curve theory{.title = "1 - e^(-t/tau)/2", .thin = true};
        const auto spacing_s = static_cast<double>(setup.params.spacing_s);
        const double tau_s = static_cast<double>(setup.params.half_life_s) / sim::ln2;
        for (std::size_t i = 0; i < response.points.size(); i += 4) {
            const double time_s = static_cast<double>(i) * response.interval_s;
            curve.points.emplace_back(time_s / spacing_s, response.points[i]);
            theory.points.emplace_back(time_s / spacing_s, 1 - sim::exp(-time_s / tau_s) / 2);
        }
        figure.plot.curves.push_back(std::move(curve));
        if (rule.name == "asert") {
            figure.plot.curves.push_back(std::move(theory));
        }
        figure.section.commands.push_back(command_text(rule, options) +
                                          " --response-csv response.csv");
    });
    return figure;
}

ReportFigure frontier_figure(const ReportPlan& plan) {
    constexpr double q = 1e-4;  // of the scenario random-walk
    ReportFigure figure{
        {.title = "Noise against lag",
         .text =
             "Each point is one setting of a rule: its noise at steady hashrate, and how many "
             "blocks its difficulty lags when the hashrate drifts, which is what the drift of "
             "variance q = 0.0001 a block adds to its mean square error, divided by q. Dashed is "
             "the Cramer-Rao bound, lag = 1 / (4 noise^2). It holds for rules whose lag is the "
             "same for every drift, as it is while the noise is small, and is drawn up to a "
             "noise of 0.1; beyond that a rule is not linear and the line would say nothing."},
        {.x_label = "noise",
         .y_label = "lag, blocks",
         .x_logarithmic = true,
         .y_logarithmic = true}};
    double noise_min = 1;
    double noise_max = 0;
    for (const RuleSetup& rule : plan.rules) {
        const difficulty::RuleParameter* parameter = smoothing_parameter(*rule.rule);
        if (parameter == nullptr) {
            continue;
        }
        const auto values = smoothing_values(*rule.rule, rule.params, 16, 1024, 1);
        const auto points = frontier_points(plan, rule, *parameter, values);
        const auto outcome = run_sweep(points, plan.threads, "");
        Curve curve{.title = rule.name, .marks = true};
        for (std::size_t i = 0; i + 1 < points.size(); i += 2) {
            const double noise = outcome[i][sim::metric_index("noise")].mean;
            const double error = outcome[i + 1][sim::metric_index("error")].mean;
            const double lag = (error * error - noise * noise) / q;
            if (lag > 0) {
                curve.points.emplace_back(noise, lag);
                noise_min = std::min(noise_min, noise);
                noise_max = std::max(noise_max, noise);
            }
        }
        figure.plot.curves.push_back(std::move(curve));
        figure.section.commands.push_back(frontier_command(plan, rule, *parameter, values));
    }
    Curve bound{.title = "bound", .thin = true};
    bound.points = lag_bound(noise_min, noise_max);
    figure.plot.curves.push_back(std::move(bound));
    return figure;
}

std::vector<std::pair<double, double>> lag_bound(double noise_min, double noise_max) {
    // There the noise alone is the least error that any rule has in the drift of random-walk.
    constexpr double linear_noise_max = 0.1;
    std::vector<std::pair<double, double>> points;
    for (double noise = noise_min; noise <= std::min(noise_max, linear_noise_max); noise *= 1.1) {
        points.emplace_back(noise, 1 / (4 * noise * noise));
    }
    return points;
}

ReportSection metric_section(const ReportPlan& plan) {
    struct Column {
        std::string scenario;
        std::string metric;
        std::uint64_t blocks;
    };
    const std::array columns{Column{"steady", "noise", 50'000},
                             Column{"steady", "bias", 50'000},
                             Column{"random-walk", "efficiency", 50'000},
                             Column{"step-x2", "rise", 6'000},
                             Column{"step-x2", "overshoot", 6'000},
                             Column{"on-off", "hop_profit", 20'000},
                             Column{"on-off", "wait", 20'000},
                             Column{"price-walk", "error", 20'000},
                             Column{"stamps-latest", "stamp_profit", 20'000}};
    ReportSection section{.title = "All metrics",
                          .text = "Means over " + std::to_string(plan.seeds) +
                                  " seeds with 95 % confidence intervals.",
                          .svg = {}};
    section.table.head = {"rule"};
    for (const Column& column : columns) {
        section.table.head.push_back(column.scenario + ": " + column.metric);
    }
    for (const RuleSetup& rule : plan.rules) {
        std::vector<std::string> cells{title_of(rule)};
        std::string scenario;
        sim::Summary summary;
        for (const Column& column : columns) {
            if (column.scenario != scenario) {
                scenario = column.scenario;
                const SetupOptions options = options_of(plan, scenario, column.blocks);
                summary =
                    run_series(resolve_setup(rule, options), plan.seeds, plan.threads).summary;
                section.commands.push_back(command_text(rule, options));
            }
            const sim::Metric& metric = sim::metric_table()[sim::metric_index(column.metric)];
            cells.push_back(estimate_text(summary.of(column.metric), metric.unit));
        }
        section.table.rows.push_back(std::move(cells));
    }
    return section;
}

}  // namespace sluice::lab
