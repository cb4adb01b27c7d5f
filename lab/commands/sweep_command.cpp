#include "lab/commands/commands.hpp"

#include "lab/commands/setup_options.hpp"
#include "lab/study/sweep.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <sstream>

namespace sluice::lab {
namespace {

struct SweepOptions {
    std::vector<std::string> rules{"asert"};
    std::vector<std::string> scenarios{"steady"};
    std::vector<std::string> grid;
    SetupOptions setup;
    unsigned threads = core_count();
    std::string out;
    std::string journal;
};

ResultTable table_of(const std::vector<SweepPoint>& points,
                     const std::vector<std::vector<sim::Estimate>>& outcome) {
    std::vector<ResultTable::Column> columns;
    for (const char* key : {"rule", "settings", "scenario", "blocks", "seeds", "seed"}) {
        columns.push_back({.key = key, .title = key});
    }
    for (const sim::Metric& metric : sim::metric_table()) {
        columns.push_back({.key = std::string(metric.name),
                           .title = std::string(metric.name),
                           .unit = std::string(metric.unit),
                           .measured = true});
    }
    columns.push_back({.key = "command", .title = ""});
    ResultTable table(std::move(columns));
    for (std::size_t i = 0; i < points.size(); ++i) {
        const sim::RunSetup& setup = points[i].setup;
        std::vector<ResultTable::Cell> row{
            std::string(setup.rule->name), settings_text(*setup.rule, setup.params, true),
            setup.scenario.name,           setup.scenario.blocks,
            points[i].options.seeds,       points[i].options.seed};
        row.insert(row.end(), outcome[i].begin(), outcome[i].end());
        row.emplace_back(command_text(points[i].rule, points[i].options));
        table.add_row(std::move(row));
    }
    return table;
}

/// The cells of points whose chains stood still are empty; no text if there are none.
std::string empty_points_text(const std::vector<std::vector<sim::Estimate>>& outcome) {
    const std::size_t interval = sim::metric_index("mean_interval");
    const auto empty = std::ranges::count_if(
        outcome, [&](const auto& estimates) { return std::isnan(estimates[interval].mean); });
    return empty == 0 ? std::string()
                      : "nothing was measured at " + std::to_string(empty) + " of " +
                            std::to_string(outcome.size()) +
                            " points; `sluice-lab run` with their settings says why";
}

CommandReport sweep(const SweepOptions& options, OutputFormat format) {
    std::vector<GridAxis> axes;
    for (const std::string& text : options.grid) {
        axes.push_back(parse_axis(text));
    }
    const std::vector<SweepPoint> points =
        make_points(options.rules, axes, options.scenarios, options.setup);
    std::string journal = options.journal;
    if (journal.empty() && !options.out.empty()) {
        journal = options.out + ".journal";
    }
    const auto outcome = run_sweep(points, options.threads, journal);
    // Without text for people: a table of all metrics fits no terminal.
    CommandReport report{.table = table_of(points, outcome), .warning = empty_points_text(outcome)};
    if (!options.out.empty()) {
        std::ostringstream text;
        print(report, format, text, TextTable::unlimited);
        report.table.reset();
        if (const auto written = write_file(options.out, text.str()); !written) {
            report.failure = written.error() + "; all points are safe in " + journal +
                             ": make space and run the same command again";
        }
    }
    return report;
}

}  // namespace

void add_sweep_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<SweepOptions>();
    CLI::App* command =
        app.add_subcommand("sweep", "Simulate many rules, settings and scenarios on all cores");
    command->add_option("--rule", options->rules, "Rules, one or more")
        ->delimiter(',')
        ->capture_default_str();
    command->add_option("--scenario", options->scenarios, "Scenarios or .toml files, one or more")
        ->delimiter(',')
        ->capture_default_str();
    command
        ->add_option("--grid", options->grid,
                     "Values of a setting or of a scenario's key, as half_life_s=43200,86400 or "
                     "stamps.share=0.1,0.2")
        ->type_name("NAME=VALUE,...")
        ->allow_extra_args(false);
    command->add_option("--with", options->setup.changes, "Change of all the scenarios")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    add_length_options(*command, options->setup);
    add_threads_option(*command, options->threads);
    command->add_option("--out", options->out, "File for it [standard output]");
    command->add_option("--journal", options->journal,
                        "Finished points; the same command goes on from there [OUT.journal]");
    add_format_options(*command, outcome.format);
    command->callback([options, &outcome] { outcome.report = sweep(*options, outcome.format); });
}

}  // namespace sluice::lab
