#include "lab/commands/commands.hpp"

#include "base/hex.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/study/seed_runs.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/number_text.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <memory>
#include <sstream>

namespace sluice::lab {
namespace {

struct RunOptions {
    RuleOptions rule;
    SetupOptions setup;
    unsigned threads = core_count();
    std::string blocks_file;
    std::string response_file;
};

void keep_or_throw(WholeFile& file, const std::string& path) {
    if (const auto kept = keep(file, path); !kept) {
        throw CommandError(kept.error());
    }
}

/// Every block of the first seed's run, for plots.
void write_blocks(const sim::RunSetup& setup, const std::string& path) {
    WholeFile file(path);
    std::ostream& out = file.stream();
    out << "height,time_s,interval_s,stamp,bits,difficulty,hashrate\n";
    (void)sim::run_once(setup, 0, [&](const sim::FoundBlock& block) {
        out << block.height << ',' << exact_text(block.time_s) << ','
            << exact_text(block.interval_s) << ',' << block.timestamp_s << ','
            << to_hex_be32(block.bits) << ',' << exact_text(block.difficulty) << ','
            << exact_text(block.hashrate) << '\n';
    });
    keep_or_throw(file, path);
}

/// The mean answer to the scenario's step, for plots.
void write_response(const sim::Response& response, const std::string& path) {
    if (response.points.empty()) {
        throw UsageError("--response-csv needs a scenario with response = true, as step-x2");
    }
    WholeFile file(path);
    std::ostream& out = file.stream();
    out << "time_s,y\n";
    for (std::size_t i = 0; i < response.points.size(); ++i) {
        out << exact_text(static_cast<double>(i) * response.interval_s) << ','
            << exact_text(response.points[i]) << '\n';
    }
    keep_or_throw(file, path);
}

nlohmann::ordered_json json_of(const RunOptions& options, const RuleSetup& rule,
                               const sim::RunSetup& setup, const Series& series) {
    nlohmann::ordered_json json = setup_json(rule, options.setup, setup);
    json["metrics"] = summary_json(series.summary);
    json["simulated_blocks"] = series.simulated_blocks;
    json["wall_s"] = series.wall_s;
    json["threads"] = std::min<std::size_t>(options.threads, options.setup.seeds);
    json["blocks_per_second"] = series.blocks_per_second();
    json["blocks_per_second_per_core"] = series.blocks_per_cpu_second();
    return json;
}

std::string heading(const RunOptions& options, const sim::RunSetup& setup) {
    const sim::Scenario& scenario = setup.scenario;
    const std::size_t seeds = options.setup.seeds;
    return std::string(setup.rule->name) + " (" + settings_text(*setup.rule, setup.params, true) +
           ")\n" + scenario.name + ": " + scenario.description + '\n' + std::to_string(seeds) +
           (seeds == 1 ? " run of " : " runs of ") + std::to_string(scenario.blocks) +
           (scenario.until_time ? " spacings" : " blocks") + " after " +
           std::to_string(scenario.warmup_blocks) + " of warm-up\n\n";
}

std::string speed(const Series& series) {
    std::ostringstream text;
    text << std::fixed << std::setprecision(2) << series.blocks_per_second() / 1e6
         << " million blocks a second, " << series.blocks_per_cpu_second() / 1e6 << " a core\n";
    return text.str();
}

CommandReport run(const RunOptions& options) {
    const RuleSetup rule = resolve_rule(options.rule);
    const sim::RunSetup setup = resolve_setup(rule, options.setup);
    if (!options.blocks_file.empty()) {
        write_blocks(setup, options.blocks_file);
    }
    const Series series = run_series(setup, options.setup.seeds, options.threads);
    if (const std::string nothing = nothing_measured_text(setup, series); !nothing.empty()) {
        throw CommandError(nothing);
    }
    if (!options.response_file.empty()) {
        write_response(series.summary.response, options.response_file);
    }
    return {.text = {heading(options, setup), summary_text(series.summary),
                     doubt_note(setup, series) + wide_note(wide_metrics(series.summary)) + '\n' +
                         speed(series) + "Again: " + command_text(rule, options.setup) + '\n'},
            .table = summary_table(series.summary),
            .json = json_of(options, rule, setup, series)};
}

}  // namespace

void add_run_command(CLI::App& app, CommandOutcome& outcome) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Simulate one rule in one scenario");
    add_rule_options(*command, options->rule);
    add_scenario_options(*command, options->setup);
    add_length_options(*command, options->setup);
    add_threads_option(*command, options->threads);
    add_format_options(*command, outcome.format);
    command->add_option("--blocks-csv", options->blocks_file,
                        "Write every block of the first seed to this file");
    command->add_option("--response-csv", options->response_file,
                        "Write the mean answer to the step to this file");
    command->callback([options, &outcome] { outcome.report = run(*options); });
}

}  // namespace sluice::lab
