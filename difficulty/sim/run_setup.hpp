#pragma once
/// RunSetup: everything that a simulation depends on. Equal setups give equal runs, bit for bit, on
/// any machine. Regular value, any thread.

#include "difficulty/rule.hpp"
#include "difficulty/sim/scenario.hpp"
#include "difficulty/sim/start_chain.hpp"

#include <cstdint>

namespace sluice::difficulty::sim {

struct RunSetup {
    const DifficultyRule* rule = nullptr;
    RuleParams params = {};  ///< valid for the rule
    Scenario scenario = {};  ///< without problems
    StartChain start = {};
    std::uint64_t seed = 1;  ///< seed i of a series is stream i of it
};

}  // namespace sluice::difficulty::sim
