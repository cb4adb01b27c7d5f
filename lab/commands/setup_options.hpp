#pragma once
/// The command line's options of a setup (study/setup.hpp), shared by the subcommands. Not
/// thread-safe.

#include "lab/output/command_report.hpp"
#include "lab/study/setup.hpp"

namespace CLI {
class App;
}

namespace sluice::lab {

void add_rule_options(CLI::App& command, RuleOptions& options);
/// --blocks, --warmup, --seeds, --seed.
void add_length_options(CLI::App& command, SetupOptions& options);
/// --csv and --json, of which at most one may be given.
void add_format_options(CLI::App& command, OutputFormat& format);
void add_threads_option(CLI::App& command, unsigned& threads);
/// --scenario, --with, --start-from, --first-height.
void add_scenario_options(CLI::App& command, SetupOptions& options);

}  // namespace sluice::lab
