#pragma once
/// What to simulate: the names and values that a command line gives, the run that they set up, and
/// the command that makes it again. Not thread-safe.

#include "lab/input/header_file.hpp"
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

/// The blocks that runs go on from: those of the start file, read once for all of a command's
/// rules, or a steady history where none is named.
class RunStart {
public:
    explicit RunStart(const SetupOptions& options)
        : path_(options.start_file), first_height_(options.first_height) {}

    [[nodiscard]] bool is_recorded() const { return !path_.empty(); }
    /// The first call reads the file; throws CommandError.
    [[nodiscard]] sim::StartChain chain_for(const difficulty::DifficultyRule& rule,
                                            const difficulty::RuleParams& params);

private:
    std::string path_;
    std::optional<std::uint64_t> first_height_;
    std::optional<RecordedChain> recorded_;
};

/// The scenario with all changes; throws CommandError.
[[nodiscard]] sim::Scenario resolve_scenario(const SetupOptions& options);
/// The run of one rule; throws CommandError where it cannot be simulated.
[[nodiscard]] sim::RunSetup make_setup(const RuleSetup& rule, const sim::Scenario& scenario,
                                       RunStart& start, std::uint64_t seed);
/// The same of everything that the options name.
[[nodiscard]] sim::RunSetup resolve_setup(const RuleSetup& rule, const SetupOptions& options);

/// The command that makes this run again.
[[nodiscard]] std::string command_text(const RuleSetup& rule, const SetupOptions& options);

/// What was simulated, as JSON: the command, rule, parameters, scenario, lengths and seeds.
[[nodiscard]] nlohmann::ordered_json setup_json(const RuleSetup& rule, const SetupOptions& options,
                                                const sim::RunSetup& setup);

/// What a reader of rules side by side should know if they want blocks at unequal spacings; empty
/// for one spacing.
[[nodiscard]] std::string unequal_spacings_text(const std::set<std::int64_t>& spacings_s);

}  // namespace sluice::lab
