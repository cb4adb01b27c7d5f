#pragma once
/// The options that say what to simulate, shared by the subcommands: rule, its settings, scenario,
/// length, seeds, start. Not thread-safe.

#include "difficulty/lab/rule_settings.hpp"
#include "difficulty/sim/run_setup.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace sluice::difficulty {

struct SetupOptions {
    std::string scenario = "steady";   ///< built-in name or a .toml file
    std::vector<std::string> changes;  ///< key=value of a built-in scenario
    std::optional<std::uint64_t> blocks = std::nullopt;
    std::optional<std::uint64_t> warmup_blocks = std::nullopt;
    std::size_t seeds = 10;
    std::uint64_t seed = 1;
    std::string start_file;  ///< recorded headers to go on from; empty: a steady history
    std::optional<std::uint64_t> first_height = std::nullopt;  ///< of raw headers
};

void add_rule_options(CLI::App& command, RuleOptions& options);
/// --blocks, --warmup, --seeds, --seed.
void add_length_options(CLI::App& command, SetupOptions& options);
void add_threads_option(CLI::App& command, unsigned& threads);
/// --scenario, --with, --start-from, --first-height.
void add_scenario_options(CLI::App& command, SetupOptions& options);

/// The scenario with all changes; throws CommandError.
[[nodiscard]] sim::Scenario resolve_scenario(const SetupOptions& options);
/// Everything; throws CommandError.
[[nodiscard]] sim::RunSetup resolve_setup(const RuleOptions& rule, const SetupOptions& options);

/// The command that makes this run again.
[[nodiscard]] std::string command_text(const RuleOptions& rule, const SetupOptions& options);

/// What was simulated, as JSON: the command, rule, parameters, scenario, lengths and seeds.
[[nodiscard]] nlohmann::ordered_json setup_json(const RuleOptions& rule,
                                                const SetupOptions& options,
                                                const sim::RunSetup& setup);

/// What a reader of rules side by side should know if they want blocks at unequal spacings; empty
/// for one spacing.
[[nodiscard]] std::string unequal_spacings_text(const std::set<std::int64_t>& spacings_s);

}  // namespace sluice::difficulty
