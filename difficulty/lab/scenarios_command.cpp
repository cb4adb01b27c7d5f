#include "difficulty/lab/scenarios_command.hpp"

#include "difficulty/lab/text_table.hpp"
#include "difficulty/sim/scenario.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <string>

namespace sluice::difficulty {
namespace {

void print_scenarios() {
    using Align = TextTable::Align;
    TextTable table{{"scenario", 15},
                    {"blocks", 7, Align::right},
                    {"warm-up", 7, Align::right},
                    {"what happens", 78}};
    for (const sim::Scenario& scenario : sim::scenarios()) {
        table.add_row({scenario.name, std::to_string(scenario.blocks),
                       std::to_string(scenario.warmup_blocks), scenario.description});
    }
    table.print(std::cout);
    std::cout << "\nChange one with --with KEY=VALUE, or write your own in TOML: "
                 "docs/scenarios.md\n";
}

}  // namespace

void add_scenarios_command(CLI::App& app) {
    app.add_subcommand("scenarios", "List the built-in scenarios")->callback(print_scenarios);
}

}  // namespace sluice::difficulty
