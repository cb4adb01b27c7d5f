// sluice-lab: measures how difficulty answers swings of hashrate. One line here for each
// subcommand.

#include "difficulty/lab/attack_command.hpp"
#include "difficulty/lab/compare_command.hpp"
#include "difficulty/lab/energy_command.hpp"
#include "difficulty/lab/live_command.hpp"
#include "difficulty/lab/replay_command.hpp"
#include "difficulty/lab/report_command.hpp"
#include "difficulty/lab/risk_command.hpp"
#include "difficulty/lab/rules_command.hpp"
#include "difficulty/lab/run_command.hpp"
#include "difficulty/lab/scenarios_command.hpp"
#include "difficulty/lab/signal_command.hpp"
#include "difficulty/lab/sweep_command.hpp"
#include "difficulty/lab/tune_command.hpp"
#include "difficulty/lab/vardiff_command.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    CLI::App app{"The difficulty laboratory of Sluice", "sluice-lab"};
    app.set_version_flag("--version", std::string("sluice-lab ") + SLUICE_VERSION);
    app.require_subcommand(1);
    sluice::difficulty::add_rules_command(app);
    sluice::difficulty::add_scenarios_command(app);
    sluice::difficulty::add_run_command(app);
    sluice::difficulty::add_sweep_command(app);
    sluice::difficulty::add_compare_command(app);
    sluice::difficulty::add_tune_command(app);
    sluice::difficulty::add_report_command(app);
    sluice::difficulty::add_replay_command(app);
    sluice::difficulty::add_attack_command(app);
    sluice::difficulty::add_vardiff_command(app);
    sluice::difficulty::add_signal_command(app);
    sluice::difficulty::add_risk_command(app);
    sluice::difficulty::add_energy_command(app);
    sluice::difficulty::add_live_command(app);
    try {
        CLI11_PARSE(app, argc, argv);
    } catch (const std::exception& error) {  // CommandError, or the system's own: no memory
        std::cerr << "sluice-lab: " << error.what() << '\n';
        return 1;
    }
    if (!std::cout.flush()) {
        std::cerr << "sluice-lab: standard output cannot be written; is the disk full?\n";
        return 1;
    }
    return 0;
}
