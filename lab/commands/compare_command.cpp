#include "lab/commands/commands.hpp"

#include "difficulty/network/rules/registry.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/study/calibration_cache.hpp"
#include "lab/study/noise_calibration.hpp"
#include "lab/study/seed_runs.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/parallel.hpp"
#include "lab/support/progress_bar.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>

namespace sluice::lab {
namespace {

struct CompareOptions {
    std::vector<std::string> rules;  // empty: all
    double noise = 0.0595;           // ASERT with a memory of 144 blocks
    bool as_they_are = false;
    std::int64_t spacing_s = 0;  // 0: each rule's own
    SetupOptions setup;
    std::string calibrations_file;
    std::vector<std::string> metrics;
    unsigned threads = core_count();
};

struct Row {
    RuleSetup rule = {};                       // with the calibrated settings
    double noise = sim::not_measured;          // that they bring at steady hashrate
    std::optional<std::string> obstacle = {};  // to simulating it
    sim::RunSetup setup = {};
    sim::Summary summary = {};
    std::string doubt = {};
};

/// What all rows share: the scenario and the start, read once.
struct Surroundings {
    sim::Scenario scenario;
    RunStart start;
    CalibrationCache calibrations;
};

/// Worth a column when the user names none.
constexpr std::array<std::string_view, 12> usual_metrics{
    "bias",      "error",  "efficiency", "wait",         "rise",    "settle_10",
    "overshoot", "stolen", "hop_profit", "stamp_profit", "orphans", "selfish_revenue"};

std::vector<const sim::Metric*> chosen_metrics(const CompareOptions& options) {
    std::vector<std::string_view> names(options.metrics.begin(), options.metrics.end());
    if (names.empty()) {
        names.assign(usual_metrics.begin(), usual_metrics.end());
    }
    std::vector<const sim::Metric*> metrics;
    for (const std::string_view name : names) {
        metrics.push_back(&parse_metric(name));
    }
    return metrics;
}

Row compare_rule(const RuleSetup& own, const CompareOptions& options, Surroundings& around,
                 ProgressBar& progress) {
    const RuleSetup asked =
        options.spacing_s > 0 ? with_setting(own, {"spacing_s", options.spacing_s}) : own;
    Row row{.rule = with_params(asked, asked.params)};
    if (!options.as_they_are) {
        const Calibration calibration =
            around.calibrations.get(*asked.rule, asked.params, options.noise, options.threads);
        row.rule = with_params(asked, calibration.params);
        row.noise = calibration.noise;
    }
    progress.advance();
    try {
        row.setup = make_setup(row.rule, around.scenario, around.start, options.setup.seed);
        const Series series = run_series(row.setup, options.setup.seeds, options.threads);
        row.summary = series.summary;
        row.doubt = doubt_note(row.setup, series);
        const std::string nothing = nothing_measured_text(row.setup, series);
        if (!nothing.empty()) {
            row.obstacle = std::string(own.rule->name) + ": " + nothing;
        }
    } catch (const CommandError& error) {
        row.obstacle = error.what();
    }
    progress.advance();
    return row;
}

bool measured_anywhere(const std::vector<Row>& rows, const sim::Metric& metric) {
    return std::ranges::any_of(rows, [&](const Row& row) {
        return !row.obstacle && !std::isnan(row.summary.of(metric.name).mean);
    });
}

/// Metrics that were measured. People see the settings that are not the rule's own.
ResultTable table_of(const CompareOptions& options, const std::vector<Row>& rows,
                     const std::vector<const sim::Metric*>& metrics, bool for_people) {
    std::vector<ResultTable::Column> columns{{.key = "rule", .title = "rule"},
                                             {.key = "settings", .title = "setting", .width = 22},
                                             {.key = "steady_noise",
                                              .title = options.as_they_are ? "" : "steady noise",
                                              .digits = 3,
                                              .width = 7}};
    for (const sim::Metric* metric : metrics) {
        columns.push_back({.key = std::string(metric->name),
                           .title = std::string(metric->name),
                           .unit = std::string(metric->unit),
                           .measured = true});
    }
    columns.push_back({.key = "command", .title = ""});
    ResultTable table(std::move(columns));
    for (const Row& row : rows) {
        const std::string settings = settings_text(*row.rule.rule, row.rule.params, !for_people);
        std::vector<ResultTable::Cell> cells{std::string(row.rule.rule->name),
                                             settings.empty() ? "its own" : settings, row.noise};
        for (const sim::Metric* metric : metrics) {
            cells.emplace_back(row.obstacle ? sim::Estimate{} : row.summary.of(metric->name));
        }
        cells.emplace_back(command_text(row.rule, options.setup));
        table.add_row(std::move(cells));
    }
    return table;
}

/// What a reader of the table should know.
std::string notes_of(const std::vector<Row>& rows, const std::vector<const sim::Metric*>& metrics) {
    std::string notes;
    std::set<std::string_view> wide;
    std::set<std::int64_t> spacings_s;
    for (const Row& row : rows) {
        if (row.obstacle) {
            notes += "note: " + *row.obstacle + '\n';
            continue;
        }
        spacings_s.insert(row.rule.params.spacing_s);
        notes += row.doubt;
        for (const std::string_view name : wide_metrics(row.summary)) {
            if (std::ranges::find(metrics, name, &sim::Metric::name) != metrics.end()) {
                wide.insert(name);
            }
        }
    }
    if (const std::string text = unequal_spacings_text(spacings_s); !text.empty()) {
        notes += "note: " + text + '\n';
    }
    return notes + wide_note(std::vector(wide.begin(), wide.end()));
}

std::string commands_of(const CompareOptions& options, const std::vector<Row>& rows) {
    constexpr std::size_t commands_max = 8;
    if (rows.size() > commands_max) {
        return "\n--json has the command that makes each row again.\n";
    }
    std::string text = "\nEach row again:\n";
    for (const Row& row : rows) {
        text += "  " + command_text(row.rule, options.setup) + '\n';
    }
    return text;
}

/// Each entry as `run` prints it, with the noise that it was set to or what kept it from running.
nlohmann::ordered_json json_of(const CompareOptions& options, const sim::Scenario& scenario,
                               const std::vector<Row>& rows) {
    nlohmann::ordered_json entries = nlohmann::ordered_json::array();
    for (const Row& row : rows) {
        sim::RunSetup setup = row.setup;
        if (setup.rule == nullptr) {  // it could not be set up
            setup = {.rule = row.rule.rule, .params = row.rule.params, .scenario = scenario};
        }
        nlohmann::ordered_json entry = setup_json(row.rule, options.setup, setup);
        if (std::isfinite(row.noise)) {
            entry["steady_noise"] = row.noise;
        }
        if (row.obstacle) {
            entry["obstacle"] = *row.obstacle;
        } else {
            entry["metrics"] = summary_json(row.summary);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

CommandReport compare(const CompareOptions& options) {
    std::vector<std::string> names;
    for (const std::string& name : options.rules) {
        if (std::ranges::find(names, name) == names.end()) {  // one row each
            names.push_back(name);
        }
    }
    if (names.empty()) {
        for (const difficulty::DifficultyRule* rule : difficulty::difficulty_rules()) {
            names.emplace_back(rule->name);
        }
    }
    std::vector<const sim::Metric*> metrics = chosen_metrics(options);
    // A misspelt name is told before the long part.
    sim::Scenario scenario = resolve_scenario(options.setup);
    std::vector<RuleSetup> rules;
    for (const std::string& name : names) {
        rules.push_back(resolve_rule({.rule = name, .settings = {}}));
    }
    Surroundings around{std::move(scenario), RunStart(options.setup),
                        CalibrationCache(options.calibrations_file)};
    std::vector<Row> rows;
    {
        ProgressBar progress(2 * rules.size());
        for (const RuleSetup& rule : rules) {
            rows.push_back(compare_rule(rule, options, around, progress));
        }
    }
    std::erase_if(metrics,
                  [&](const sim::Metric* metric) { return !measured_anywhere(rows, *metric); });
    return {.text = {table_of(options, rows, metrics, true).to_text(), notes_of(rows, metrics),
                     commands_of(options, rows)},
            .table = table_of(options, rows, metrics, false),
            .json = json_of(options, around.scenario, rows)};
}

}  // namespace

void add_compare_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare", "Rules side by side at equal noise");
    command->add_option("rules", options->rules, "Rules [all]")->delimiter(',');
    command
        ->add_option("--noise", options->noise,
                     "Standard deviation of ln(D) at steady hashrate that all are set to")
        ->capture_default_str()
        ->check(number_from(0.001, 1));
    command->add_flag("--as-they-are", options->as_they_are,
                      "Compare with the settings of their chains instead");
    command
        ->add_option("--spacing", options->spacing_s,
                     "Wanted seconds between blocks for all rules [each chain's own]")
        ->check(whole_number_from(1, 604'800));
    add_scenario_options(*command, options->setup);
    add_length_options(*command, options->setup);
    command->add_option("--metrics", options->metrics, "Columns [what the scenario measures]")
        ->delimiter(',');
    add_calibrations_option(*command, options->calibrations_file);
    add_threads_option(*command, options->threads);
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = compare(*options); });
}

}  // namespace sluice::lab
