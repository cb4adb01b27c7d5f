#include "lab/program.hpp"

#include "base/nearest_name.hpp"
#include "lab/commands/commands.hpp"
#include "lab/commands/number_range.hpp"
#include "lab/output/command_report.hpp"
#include "lab/support/command_error.hpp"

#include <CLI/CLI.hpp>

#include <algorithm>
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

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands(nullptr)) {
        names.push_back(command->get_name());
    }
    return names;
}

/// Options as they are typed: --rule.
std::vector<std::string> option_names(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) {
            names.push_back("--" + name);
        }
    }
    return names;
}

std::string suggestion(const std::string& text, const std::vector<std::string>& names,
                       const std::string& list) {
    const std::vector<std::string_view> views(names.begin(), names.end());
    return "; " + did_you_mean(text, views, list + " lists them");
}

/// What comes after `mark`; empty if it is not there.
std::string text_after(const std::string& text, std::string_view mark) {
    const std::size_t at = text.find(mark);
    return at == std::string::npos ? "" : text.substr(at + mark.size());
}

/// CLI11's words for a mistake, as this program says it.
std::string plain_text(const CLI::ParseError& error) {
    const std::string text = error.what();
    if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) {
        const std::string pair = text_after(text, "Could not convert: ");
        const std::size_t equals = pair.find(" = ");
        return equals == std::string::npos
                   ? text
                   : pair.substr(0, equals) + ": must be a number, not " + pair.substr(equals + 3);
    }
    if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
        return text.substr(0, text.find(':')) + " needs a value";
    }
    if (dynamic_cast<const CLI::ExcludesError*>(&error) != nullptr) {
        return text.substr(0, text.find(" excludes ")) + " and " + text_after(text, " excludes ") +
               " cannot go together";
    }
    if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr) {
        return text.substr(0, text.find(" requires ")) + " needs " +
               text_after(text, " requires ") + " beside it";
    }
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        return "not expected here: " + text_after(text, "expected: ");
    }
    return text;
}

/// What is wrong with the command line, and what would be right.
std::string mistake(const CLI::App& app, std::span<const std::string> arguments,
                    const CLI::ParseError& error) {
    const auto names = command_names(app);
    if (arguments.empty()) {
        return "which command? sluice-lab --help lists them";
    }
    const std::string& word = arguments.front();
    if (!word.starts_with('-') && std::ranges::find(names, word) == names.end()) {
        return "unknown command '" + word + "'" + suggestion(word, names, "sluice-lab --help");
    }
    const auto chosen = app.get_subcommands();
    const std::string command = chosen.empty() ? "" : chosen.front()->get_name();
    const std::string help = "sluice-lab " + command + (chosen.empty() ? "--help" : " --help");
    if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !chosen.empty()) {
        const auto known = option_names(*chosen.front());
        for (const std::string& extra : chosen.front()->remaining()) {
            if (extra.starts_with("--") && std::ranges::find(known, extra) == known.end()) {
                return command + " has no option " + extra + suggestion(extra, known, help);
            }
        }
    }
    return plain_text(error) + "; " + help + " says more";
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
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {  // --help or --version
            return app.exit(error, console.out, console.errors);
        }
        return fail(mistake(app, arguments, error), exit_misused);
    } catch (const UsageError& error) {
        return fail(error.what(), exit_misused);
    } catch (const std::exception& error) {  // CommandError, or the system's own: no memory
        return fail(error.what(), exit_failed);
    }
    if (!outcome.report.warning.empty()) {
        console.errors << "sluice-lab: " << outcome.report.warning << '\n';
    }
    print(outcome.report, outcome.format, console.out, console.width);
    return outcome.report.failure ? fail(*outcome.report.failure, exit_failed) : 0;
}

}  // namespace sluice::lab
