#include "lab/commands/scenarios_command.hpp"

#include "lab/output/result_table.hpp"
#include "lab/scenario/scenario.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace sluice::lab {
namespace {

void print_scenarios(OutputFormat format) {
    ResultTable table({{.key = "scenario", .title = "scenario"},
                       {.key = "blocks", .title = "blocks"},
                       {.key = "warmup_blocks", .title = "warm-up"},
                       {.key = "description", .title = "what happens", .width = 78}});
    for (const sim::Scenario& scenario : sim::scenarios()) {
        table.add_row(
            {scenario.name, scenario.blocks, scenario.warmup_blocks, scenario.description});
    }
    table.print(std::cout, format);
    if (format == OutputFormat::table) {
        std::cout << "\nChange one with --with KEY=VALUE, or write your own in TOML: "
                     "docs/scenarios.md\n";
    }
}

}  // namespace

void add_scenarios_command(CLI::App& app) {
    auto format = std::make_shared<OutputFormat>(OutputFormat::table);
    CLI::App* command = app.add_subcommand("scenarios", "List the built-in scenarios");
    add_format_options(*command, *format);
    command->callback([format] { print_scenarios(*format); });
}

}  // namespace sluice::lab
