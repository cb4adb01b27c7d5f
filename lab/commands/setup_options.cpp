#include "lab/commands/setup_options.hpp"

#include "lab/commands/number_range.hpp"

#include <CLI/CLI.hpp>

#include <cstddef>

namespace sluice::lab {
namespace {

constexpr std::size_t seeds_max = 100'000;  // their results are kept until the end

}  // namespace

void add_rule_options(CLI::App& command, RuleOptions& options) {
    command
        .add_option("--rule", options.rule,
                    "Difficulty rule or preset; `sluice-lab rules` lists them")
        ->capture_default_str();
    command.add_option("--set", options.settings, "Setting of the rule, as half_life_s=86400")
        ->type_name("NAME=VALUE")
        ->allow_extra_args(false);
}

void add_length_options(CLI::App& command, SetupOptions& options) {
    command.add_option("--blocks", options.blocks, "Length of a run [the scenario's]")
        ->check(whole_number_from(1, 1'000'000'000));
    command.add_option("--warmup", options.warmup_blocks,
                       "Blocks simulated before the measurement [the scenario's]");
    command.add_option("--seeds", options.seeds, "Independent runs, for confidence intervals")
        ->capture_default_str()
        ->check(whole_number_from(1, seeds_max));
    command.add_option("--seed", options.seed, "Seed of the whole series")->capture_default_str();
}

void add_format_options(CLI::App& command, OutputFormat& format) {
    auto* csv = command.add_flag_callback(
        "--csv", [&format] { format = OutputFormat::csv; }, "Print CSV");
    command
        .add_flag_callback(
            "--json", [&format] { format = OutputFormat::json; }, "Print JSON")
        ->excludes(csv);
}

void add_threads_option(CLI::App& command, unsigned& threads) {
    command.add_option("--threads", threads, "Runs at a time [all cores]")
        ->check(whole_number_from(1, 1024));
}

void add_scenario_options(CLI::App& command, SetupOptions& options) {
    command
        .add_option("--scenario", options.scenario,
                    "Name (`sluice-lab scenarios` lists them) or a .toml file")
        ->capture_default_str();
    command
        .add_option("--with", options.changes,
                    "Change of the scenario, as stamps.share=0.2 or steps.1.factor=3")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    command.add_option("--start-from", options.start_file,
                       "Go on from these recorded headers (CSV or raw)");
    command.add_option("--first-height", options.first_height,
                       "Height of the first raw header in that file");
}

}  // namespace sluice::lab
