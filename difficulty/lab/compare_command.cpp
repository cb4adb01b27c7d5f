#include "difficulty/lab/compare_command.hpp"

#include "difficulty/lab/command_error.hpp"
#include "difficulty/lab/metric_output.hpp"
#include "difficulty/lab/parallel.hpp"
#include "difficulty/lab/series.hpp"
#include "difficulty/lab/smoothing.hpp"
#include "difficulty/lab/text_table.hpp"
#include "protocol/nearest_name.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <memory>

namespace sluice::difficulty {
namespace {

struct CompareOptions {
    std::vector<std::string> rules;  // empty: all
    double noise = 0.0595;           // ASERT with a memory of 144 blocks
    bool as_they_are = false;
    std::int64_t spacing_s = 0;  // 0: each rule's own
    SetupOptions setup;
    std::vector<std::string> metrics;
    unsigned threads = core_count();
    bool csv = false;
    bool json = false;
};

struct Row {
    const DifficultyRule* rule = nullptr;
    Calibration calibration;
    std::optional<std::string> obstacle = {};  // to simulating it
    sim::Summary summary = {};
    std::string command = {};
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
        const auto row = std::ranges::find(sim::metric_table(), name, &sim::Metric::name);
        if (row == sim::metric_table().end()) {
            std::vector<std::string_view> known;
            for (const sim::Metric& metric : sim::metric_table()) {
                known.push_back(metric.name);
            }
            const std::string_view near = protocol::nearest_name(name, known);
            throw CommandError("unknown metric '" + std::string(name) + "'; " +
                               (near.empty() ? "`sluice-lab run` shows them"
                                             : "did you mean '" + std::string(near) + "'?"));
        }
        metrics.push_back(&*row);
    }
    return metrics;
}

Row compare_rule(const std::string& name, const CompareOptions& options) {
    RuleOptions rule_options{.rule = name, .settings = {}};
    if (options.spacing_s > 0) {
        rule_options.settings.push_back("spacing_s=" + std::to_string(options.spacing_s));
    }
    const auto [rule, params] = resolve_rule(rule_options);
    rule_options.settings.clear();
    Row row{.rule = rule, .calibration = {params, sim::not_measured, false}};
    if (!options.as_they_are) {
        row.calibration = calibrate(*rule, params, options.noise, options.threads);
    }
    for (const RuleParameter& parameter : rule->parameters) {
        const std::int64_t value = row.calibration.params.*parameter.member;
        if (value != rule->defaults.*parameter.member) {
            rule_options.settings.push_back(std::string(parameter.name) + "=" +
                                            std::to_string(value));
        }
    }
    row.command = command_text(rule_options, options.setup);
    try {
        const sim::RunSetup setup = resolve_setup(rule_options, options.setup);
        row.summary = run_series(setup, options.setup.seeds, options.threads).summary;
    } catch (const CommandError& error) {
        row.obstacle = error.what();
    }
    return row;
}

bool measured_anywhere(const std::vector<Row>& rows, const sim::Metric& metric) {
    return std::ranges::any_of(rows, [&](const Row& row) {
        return !row.obstacle && !std::isnan(row.summary.of(metric.name).mean);
    });
}

void print_text(const CompareOptions& options, const std::vector<Row>& rows,
                const std::vector<const sim::Metric*>& metrics) {
    using Align = TextTable::Align;
    std::vector<TextTable::Column> columns{{"rule", 16}, {"setting", 22}};
    if (!options.as_they_are) {
        columns.push_back({"steady noise", 7, Align::right});
    }
    for (const sim::Metric* metric : metrics) {
        columns.push_back({std::string(metric->name), 20, Align::right});
    }
    TextTable table(columns);
    for (const Row& row : rows) {
        const std::string changed = settings_text(*row.rule, row.calibration.params, false);
        std::vector<std::string> cells{std::string(row.rule->name),
                                       changed.empty() ? "its own" : changed};
        if (!options.as_they_are) {
            cells.push_back(exact_text(std::round(row.calibration.noise * 1e4) / 1e4));
        }
        for (const sim::Metric* metric : metrics) {
            cells.push_back(
                row.obstacle ? "-" : estimate_text(row.summary.of(metric->name), metric->unit));
        }
        table.add_row(std::move(cells));
    }
    table.print(std::cout);
    for (const Row& row : rows) {
        if (row.obstacle) {
            std::cout << "note: " << *row.obstacle << '\n';
        }
    }
    constexpr std::size_t commands_max = 8;
    if (rows.size() > commands_max) {
        std::cout << "\n--json has the command that makes each row again.\n";
        return;
    }
    std::cout << "\nEach row again:\n";
    for (const Row& row : rows) {
        std::cout << "  " << row.command << '\n';
    }
}

void print_csv(const std::vector<Row>& rows, const std::vector<const sim::Metric*>& metrics) {
    std::cout << "rule,settings,steady_noise";
    for (const sim::Metric* metric : metrics) {
        std::cout << ',' << metric->name << ',' << metric->name << "_ci95";
    }
    std::cout << '\n';
    for (const Row& row : rows) {
        std::cout << row.rule->name << ',' << settings_text(*row.rule, row.calibration.params, true)
                  << ',' << exact_text(row.calibration.noise);
        for (const sim::Metric* metric : metrics) {
            const sim::Estimate estimate =
                row.obstacle ? sim::Estimate{} : row.summary.of(metric->name);
            std::cout << ',' << exact_text(estimate.mean) << ',' << exact_text(estimate.half_width);
        }
        std::cout << '\n';
    }
}

void print_json(const std::vector<Row>& rows) {
    nlohmann::ordered_json report = nlohmann::ordered_json::array();
    for (const Row& row : rows) {
        nlohmann::ordered_json entry{
            {"rule", row.rule->name},
            {"settings", settings_text(*row.rule, row.calibration.params, true)},
            {"command", row.command}};
        if (std::isfinite(row.calibration.noise)) {
            entry["steady_noise"] = row.calibration.noise;
        }
        if (row.obstacle) {
            entry["obstacle"] = *row.obstacle;
        } else {
            entry["metrics"] = summary_json(row.summary);
        }
        report.push_back(std::move(entry));
    }
    std::cout << report.dump(2) << '\n';
}

void compare(const CompareOptions& options) {
    std::vector<std::string> names = options.rules;
    if (names.empty()) {
        for (const DifficultyRule* rule : difficulty_rules()) {
            names.emplace_back(rule->name);
        }
    }
    std::vector<const sim::Metric*> metrics = chosen_metrics(options);
    (void)resolve_scenario(options.setup);  // a misspelt name is told before the long part
    std::vector<Row> rows;
    for (const std::string& name : names) {
        rows.push_back(compare_rule(name, options));
    }
    std::erase_if(metrics,
                  [&](const sim::Metric* metric) { return !measured_anywhere(rows, *metric); });
    if (options.json) {
        print_json(rows);
    } else if (options.csv) {
        print_csv(rows, metrics);
    } else {
        print_text(options, rows, metrics);
    }
}

}  // namespace

void add_compare_command(CLI::App& app) {
    auto options = std::make_shared<CompareOptions>();
    CLI::App* command = app.add_subcommand("compare", "Rules side by side at equal noise");
    command->add_option("rules", options->rules, "Rules [all]");
    command
        ->add_option("--noise", options->noise,
                     "Standard deviation of ln(D) at steady hashrate that all are set to")
        ->capture_default_str()
        ->check(CLI::Range(0.001, 1.0));
    command->add_flag("--as-they-are", options->as_they_are,
                      "Compare with the settings of their chains instead");
    command
        ->add_option("--spacing", options->spacing_s,
                     "Wanted seconds between blocks for all rules [each chain's own]")
        ->check(CLI::Range(1, 604'800));
    add_scenario_options(*command, options->setup);
    add_length_options(*command, options->setup);
    command->add_option("--metrics", options->metrics, "Columns [what the scenario measures]")
        ->delimiter(',');
    command->add_option("--threads", options->threads, "Runs at a time [all cores]")
        ->check(CLI::Range(1, 1024));
    CLI::Option* csv = command->add_flag("--csv", options->csv, "As CSV");
    command->add_flag("--json", options->json, "All metrics as JSON")->excludes(csv);
    command->callback([options] { compare(*options); });
}

}  // namespace sluice::difficulty
