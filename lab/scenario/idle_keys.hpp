#pragma once
/// Keys of a scenario that say something and change nothing, because another key would have to be
/// set for them to count. Whoever wrote them expects an effect. Pure, any thread.

#include "lab/scenario/scenario_keys.hpp"

#include <vector>

namespace sluice::lab::sim {

/// Every key that differs from its default without an effect, with what would give it one.
[[nodiscard]] std::vector<ScenarioProblem> find_idle_keys(const Scenario& scenario);

}  // namespace sluice::lab::sim
