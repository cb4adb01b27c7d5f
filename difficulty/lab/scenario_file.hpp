#pragma once
/// Reads a scenario that a user wrote in TOML (docs/scenarios.md) or changed on the command line.
/// Thread-safe.

#include "difficulty/sim/scenario.hpp"
#include "protocol/result.hpp"

#include <span>
#include <string>
#include <string_view>

namespace sluice::difficulty {

/// `text` as read from `file`. Keys that are left out keep their defaults; `based_on` names a
/// built-in scenario to start from. The error is "file:line: key: what is wrong and what is right".
[[nodiscard]] Result<sim::Scenario, std::string> read_scenario(std::string_view text,
                                                               const std::string& file);

/// The built-in scenario of this name with changes from the command line, each KEY=VALUE as in a
/// file, but that a word needs no quotes. Its description says what was changed; the error quotes
/// the change.
[[nodiscard]] Result<sim::Scenario, std::string> changed_scenario(
    const std::string& name, std::span<const std::string> changes);

}  // namespace sluice::difficulty
