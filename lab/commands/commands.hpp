#pragma once
/// The commands of sluice-lab, as the command line's library calls them: each adds its subcommand
/// and its options. Not thread-safe.

#include "lab/output/command_report.hpp"

namespace CLI {
class App;
}

namespace sluice::lab {

/// What the command that was called has found, and how it is to be printed.
struct CommandOutcome {
    OutputFormat format = OutputFormat::table;
    CommandReport report = {};
};

// Each keeps a reference to `outcome`, which outlives the app.
void add_attack_command(CLI::App& app, CommandOutcome& outcome);
void add_compare_command(CLI::App& app, CommandOutcome& outcome);
void add_energy_command(CLI::App& app, CommandOutcome& outcome);
void add_live_command(CLI::App& app, CommandOutcome& outcome);
void add_replay_command(CLI::App& app, CommandOutcome& outcome);
void add_report_command(CLI::App& app, CommandOutcome& outcome);
void add_risk_command(CLI::App& app, CommandOutcome& outcome);
void add_rules_command(CLI::App& app, CommandOutcome& outcome);
void add_run_command(CLI::App& app, CommandOutcome& outcome);
void add_scenarios_command(CLI::App& app, CommandOutcome& outcome);
void add_signal_command(CLI::App& app, CommandOutcome& outcome);
void add_sweep_command(CLI::App& app, CommandOutcome& outcome);
void add_tune_command(CLI::App& app, CommandOutcome& outcome);
void add_vardiff_command(CLI::App& app, CommandOutcome& outcome);

}  // namespace sluice::lab
