#pragma once
/// Reads a scenario that a user wrote in TOML (docs/scenarios.md) or changed on the command line.
/// Thread-safe.

#include "base/result.hpp"
#include "lab/scenario/scenario.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sluice::lab {

/// `text` as read from `file`. Keys that are left out keep their defaults; `based_on` names a
/// built-in scenario to start from. The error is "file:line: key: what is wrong and what is right".
[[nodiscard]] Result<sim::Scenario, std::string> read_scenario(std::string_view text,
                                                               const std::string& file);

/// The scenario with changes from the command line, each KEY=VALUE as in a file, but that a word
/// needs no quotes and an entry of a list is named by its number, as steps.1.factor=3. Its
/// description says what was changed; the error quotes the change.
[[nodiscard]] Result<sim::Scenario, std::string> changed_scenario(
    const sim::Scenario& before, std::span<const std::string> changes);

/// Whether KEY=VALUE changes a scenario: KEY is one of its keys or lies in one of its sections.
[[nodiscard]] bool is_scenario_change(std::string_view change);

}  // namespace sluice::lab
