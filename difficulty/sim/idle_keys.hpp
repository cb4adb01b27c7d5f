#pragma once
/// Keys of a scenario that say something and change nothing, because another key would have to be
/// set for them to count. Their user expects an effect, so they are mistakes. Pure, any thread.

#include "difficulty/sim/scenario_keys.hpp"

#include <optional>

namespace sluice::difficulty::sim {

/// The first key that differs from its default without an effect, with what would give it one.
[[nodiscard]] std::optional<ScenarioProblem> find_idle_key(const Scenario& scenario);

}  // namespace sluice::difficulty::sim
