#include "lab/program.hpp"

#include "base/command_line/mistake.hpp"
#include "lab/commands/commands.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/output/command_report.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <exception>
#include <limits>
#include <ostream>
#include <vector>

namespace sluice::lab {
namespace {

constexpr const char* examples =
    "Examples:\n"
    "  sluice-lab run --rule asert --scenario step-x2       every metric of one rule\n"
    "  sluice-lab compare asert wtema lwma-1 --seeds 20     rules side by side at equal noise\n"
    "  sluice-lab tune asert --scenario random-walk         its best half-life there\n"
    "  sluice-lab replay headers.csv --rule btc-2016        does a recorded chain obey it?\n"
    "`sluice-lab COMMAND --help` has the options of each.\n";

void add_commands(CLI::App& app, CommandOutcome& outcome) {
    add_rules_command(app, outcome);
    add_scenarios_command(app, outcome);
    add_run_command(app, outcome);
    add_sweep_command(app, outcome);
    add_compare_command(app, outcome);
    add_tune_command(app, outcome);
    add_report_command(app, outcome);
    add_replay_command(app, outcome);
    add_attack_command(app, outcome);
    add_vardiff_command(app, outcome);
    add_signal_command(app, outcome);
    add_risk_command(app, outcome);
    add_energy_command(app, outcome);
    add_live_command(app, outcome);
}

/// CLI11 takes -1 for an unsigned number and wraps it; each option of that type refuses it.
void refuse_negative_numbers(CLI::App& app) {
    for (CLI::App* command : app.get_subcommands(nullptr)) {
        for (CLI::Option* option : command->get_options()) {
            if (option->get_type_name().starts_with("UINT")) {
                CLI::Validator whole =
                    whole_number_from(0, std::numeric_limits<std::uint64_t>::max());
                option->check(whole.description(""));
            }
        }
    }
}

}  // namespace

int run_program(std::span<const std::string> arguments, const Console& console) {
    CommandOutcome outcome;
    CLI::App app{"The difficulty laboratory of Sluice", "sluice-lab"};
    app.set_version_flag("-V,--version", "sluice-lab " SLUICE_VERSION);
    app.require_subcommand(1);
    add_commands(app, outcome);
    refuse_negative_numbers(app);
    app.footer(examples);  // commands added later would inherit it
    const auto fail = [&](const std::string& message, int status) {
        console.errors << "sluice-lab: " << message << '\n';
        return status;
    };
    try {
        // CLI11 takes them from the back.
        app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
        if (!outcome.report.warning.empty()) {
            console.errors << "sluice-lab: " << outcome.report.warning << '\n';
        }
        print(outcome.report, outcome.format, console.out, console.width);
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {  // --help or --version
            return app.exit(error, console.out, console.errors);
        }
        return fail(command_line_mistake(app, arguments, error), exit_misused);
    } catch (const UsageError& error) {
        return fail(error.what(), exit_misused);
    } catch (const std::exception& error) {  // CommandError, or the system's own: no memory
        return fail(error.what(), exit_failed);
    }
    return outcome.report.failure ? fail(*outcome.report.failure, exit_failed) : 0;
}

}  // namespace sluice::lab
