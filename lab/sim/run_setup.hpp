#pragma once
/// RunSetup: everything that a simulation depends on. Equal setups give equal runs, bit for bit, on
/// any machine. Regular value, any thread.

#include "difficulty/network/rule.hpp"
#include "lab/scenario/scenario.hpp"
#include "lab/sim/start_chain.hpp"

#include <cstdint>

namespace sluice::lab::sim {

struct RunSetup {
    const difficulty::DifficultyRule* rule = nullptr;
    difficulty::RuleParams params = {};  ///< valid for the rule
    Scenario scenario = {};              ///< without problems
    StartChain start = {};
    std::uint64_t seed = 1;  ///< seed i of a series is stream i of it
};

}  // namespace sluice::lab::sim
