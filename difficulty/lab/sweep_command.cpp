#include "difficulty/lab/sweep_command.hpp"

#include "difficulty/lab/command_error.hpp"
#include "difficulty/lab/file_text.hpp"
#include "difficulty/lab/metric_output.hpp"
#include "difficulty/lab/parallel.hpp"
#include "difficulty/lab/sweep.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <sstream>

namespace sluice::difficulty {
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

std::string csv_of(const std::vector<SweepPoint>& points,
                   const std::vector<std::vector<sim::Estimate>>& outcome) {
    std::ostringstream csv;
    csv << "rule,settings,scenario,blocks,seeds,seed";
    for (const sim::Metric& metric : sim::metric_table()) {
        csv << ',' << metric.name << ',' << metric.name << "_ci95";
    }
    csv << '\n';
    for (std::size_t i = 0; i < points.size(); ++i) {
        const sim::RunSetup& setup = points[i].setup;
        csv << setup.rule->name << ',' << settings_text(*setup.rule, setup.params, true) << ','
            << setup.scenario.name << ',' << setup.scenario.blocks << ',' << points[i].options.seeds
            << ',' << points[i].options.seed;
        for (const sim::Estimate& estimate : outcome[i]) {
            csv << ',' << exact_text(estimate.mean) << ',' << exact_text(estimate.half_width);
        }
        csv << '\n';
    }
    return csv.str();
}

void sweep(const SweepOptions& options) {
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
    const std::string csv = csv_of(points, run_sweep(points, options.threads, journal));
    if (options.out.empty()) {
        std::cout << csv;
    } else if (const auto written = write_file(options.out, csv); !written) {
        throw CommandError(written.error() + "; all points are safe in " + journal +
                           ": make space and run the same command again");
    }
}

}  // namespace

void add_sweep_command(CLI::App& app) {
    auto options = std::make_shared<SweepOptions>();
    CLI::App* command =
        app.add_subcommand("sweep", "Simulate many rules, settings and scenarios on all cores");
    command->add_option("--rule", options->rules, "Rules, one or more")->delimiter(',');
    command->add_option("--scenario", options->scenarios, "Scenarios or .toml files, one or more")
        ->delimiter(',');
    command->add_option("--grid", options->grid, "Values of a setting, as half_life_s=43200,86400")
        ->type_name("NAME=VALUE,...")
        ->allow_extra_args(false);
    command->add_option("--with", options->setup.changes, "Change of the built-in scenarios")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    add_length_options(*command, options->setup);
    command->add_option("--threads", options->threads, "Runs at a time [all cores]")
        ->check(CLI::Range(1, 1024));
    command->add_option("--out", options->out, "CSV file [standard output]");
    command->add_option("--journal", options->journal,
                        "Finished points; the same command goes on from there [OUT.journal]");
    command->callback([options] { sweep(*options); });
}

}  // namespace sluice::difficulty
