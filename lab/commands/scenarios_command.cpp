#include "lab/commands/commands.hpp"

#include "lab/commands/setup_options.hpp"
#include "lab/scenario/scenario.hpp"

#include <CLI/CLI.hpp>

namespace sluice::lab {
namespace {

CommandReport list_scenarios() {
    ResultTable table({{.key = "scenario", .title = "scenario"},
                       {.key = "blocks", .title = "blocks"},
                       {.key = "warmup_blocks", .title = "warm-up"},
                       {.key = "description", .title = "what happens", .width = 78}});
    for (const sim::Scenario& scenario : sim::scenarios()) {
        table.add_row(
            {scenario.name, scenario.blocks, scenario.warmup_blocks, scenario.description});
    }
    return {.text = {table.to_text(),
                     "\nChange one with --with KEY=VALUE, or write your own in TOML: "
                     "docs/scenarios.md\n"},
            .table = table};
}

}  // namespace

void add_scenarios_command(CLI::App& app, CommandOutcome& outcome) {
    CLI::App* command = app.add_subcommand("scenarios", "List the built-in scenarios");
    add_format_options(*command, outcome.format);
    command->callback([&outcome] { outcome.report = list_scenarios(); });
}

}  // namespace sluice::lab
