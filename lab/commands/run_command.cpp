#include "lab/commands/run_command.hpp"

#include "base/hex.hpp"
#include "lab/commands/setup_options.hpp"
#include "lab/output/metric_output.hpp"
#include "lab/output/result_table.hpp"
#include "lab/study/seed_runs.hpp"
#include "lab/support/command_error.hpp"
#include "lab/support/file_text.hpp"
#include "lab/support/parallel.hpp"

#include <CLI/CLI.hpp>

#include <iomanip>
#include <iostream>
#include <memory>

namespace sluice::lab {
namespace {

struct RunOptions {
    RuleOptions rule;
    SetupOptions setup;
    unsigned threads = core_count();
    OutputFormat format = OutputFormat::table;
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

void print_json(const RunOptions& options, const RuleSetup& rule, const sim::RunSetup& setup,
                const Series& series) {
    nlohmann::ordered_json report = setup_json(rule, options.setup, setup);
    report["metrics"] = summary_json(series.summary);
    report["simulated_blocks"] = series.simulated_blocks;
    report["wall_s"] = series.wall_s;
    report["threads"] = std::min<std::size_t>(options.threads, options.setup.seeds);
    report["blocks_per_second"] = series.blocks_per_second();
    report["blocks_per_second_per_core"] = series.blocks_per_cpu_second();
    std::cout << report.dump(2) << '\n';
}

void print_text(const RunOptions& options, const RuleSetup& rule, const sim::RunSetup& setup,
                const Series& series) {
    const sim::Scenario& scenario = setup.scenario;
    const std::string settings = settings_text(*setup.rule, setup.params, true);
    std::cout << setup.rule->name << " (" << settings << ")\n"
              << scenario.name << ": " << scenario.description << '\n'
              << options.setup.seeds << (options.setup.seeds == 1 ? " run of " : " runs of ")
              << scenario.blocks << (scenario.until_time ? " spacings" : " blocks") << " after "
              << scenario.warmup_blocks << " of warm-up\n\n";
    print_summary(std::cout, series.summary);
    std::cout << doubt_note(setup, series) << wide_note(wide_metrics(series.summary));
    std::cout << std::fixed << std::setprecision(2) << '\n'
              << series.blocks_per_second() / 1e6 << " million blocks a second, "
              << series.blocks_per_cpu_second() / 1e6
              << " a core\nAgain: " << command_text(rule, options.setup) << '\n';
}

void run(const RunOptions& options) {
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
    switch (options.format) {
        case OutputFormat::table:
            print_text(options, rule, setup, series);
            break;
        case OutputFormat::csv:
            print_summary_csv(std::cout, series.summary);
            break;
        case OutputFormat::json:
            print_json(options, rule, setup, series);
            break;
    }
}

}  // namespace

void add_run_command(CLI::App& app) {
    auto options = std::make_shared<RunOptions>();
    CLI::App* command = app.add_subcommand("run", "Simulate one rule in one scenario");
    add_rule_options(*command, options->rule);
    add_scenario_options(*command, options->setup);
    add_length_options(*command, options->setup);
    add_threads_option(*command, options->threads);
    add_format_options(*command, options->format);
    command->add_option("--blocks-csv", options->blocks_file,
                        "Write every block of the first seed to this file");
    command->add_option("--response-csv", options->response_file,
                        "Write the mean answer to the step to this file");
    command->callback([options] { run(*options); });
}

}  // namespace sluice::lab
