#pragma once
/// Reads a scenario that a user wrote in TOML (docs/scenarios.md). Thread-safe.

#include "difficulty/sim/scenario.hpp"
#include "protocol/result.hpp"

#include <string>
#include <string_view>

namespace sluice::difficulty {

/// `text` as read from `file`. Keys that are left out keep their defaults; `based_on` names a
/// built-in scenario to start from. The error is "file:line: key: what is wrong and what is right".
[[nodiscard]] Result<sim::Scenario, std::string> read_scenario(std::string_view text,
                                                               const std::string& file);

}  // namespace sluice::difficulty
