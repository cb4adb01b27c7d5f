#pragma once
/// The options that say what to simulate, shared by the subcommands: rule, its settings, scenario,
/// length, seeds, start. Not thread-safe.

#include "difficulty/sim/run_setup.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace sluice::difficulty {

/// A rule and the settings given for it, as name=value.
struct RuleOptions {
    std::string rule = "asert";
    std::vector<std::string> settings;
};

struct SetupOptions {
    std::string scenario = "steady";   ///< built-in name or a .toml file
    std::vector<std::string> changes;  ///< key=value of a built-in scenario
    std::optional<std::uint64_t> blocks = std::nullopt;
    std::optional<std::uint64_t> warmup_blocks = std::nullopt;
    std::size_t seeds = 10;
    std::uint64_t seed = 1;
    std::string start_file;  ///< recorded headers to go on from; empty: a steady history
    std::uint64_t first_height = 0;
};

void add_rule_options(CLI::App& command, RuleOptions& options);
/// --blocks, --warmup, --seeds, --seed.
void add_length_options(CLI::App& command, SetupOptions& options);
void add_threads_option(CLI::App& command, unsigned& threads);
/// --scenario, --with, --start-from, --first-height.
void add_scenario_options(CLI::App& command, SetupOptions& options);

/// The rule with its settings; throws CommandError with what would be right.
[[nodiscard]] std::pair<const DifficultyRule*, RuleParams> resolve_rule(const RuleOptions& options);
/// The scenario with all changes; throws CommandError.
[[nodiscard]] sim::Scenario resolve_scenario(const SetupOptions& options);
/// Everything; throws CommandError.
[[nodiscard]] sim::RunSetup resolve_setup(const RuleOptions& rule, const SetupOptions& options);

/// Sets one parameter by name; throws CommandError.
void set_parameter(const DifficultyRule& rule, RuleParams& params, const std::string& name,
                   const std::string& value);
/// "half_life_s=86400 window_blocks=144": what differs from the rule's defaults, or all.
[[nodiscard]] std::string settings_text(const DifficultyRule& rule, const RuleParams& params,
                                        bool all);

/// The command that makes this run again.
[[nodiscard]] std::string command_text(const RuleOptions& rule, const SetupOptions& options);

}  // namespace sluice::difficulty
