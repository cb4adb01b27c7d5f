#pragma once
/// What to simulate, as names and values: rule, its settings, scenario, length, seeds, start; and
/// the run that they set up. Not thread-safe.

#include "lab/sim/run_setup.hpp"
#include "lab/study/rule_settings.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::lab {

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

}  // namespace sluice::lab
