#pragma once
/// Setups of simulations for tests: a rule with one setting changed, in a built-in scenario.

#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "lab/sim/run.hpp"
#include "lab/sim/summary.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace sluice::lab::sim {

inline RunSetup setup_of(std::string_view rule, std::string_view scenario, std::uint64_t blocks) {
    RunSetup setup{.rule = difficulty::find_rule(rule), .scenario = **parse_scenario(scenario)};
    setup.params = setup.rule->defaults;
    setup.scenario.blocks = blocks;
    return setup;
}

/// ASERT whose memory is `blocks_of_memory` spacings: its time constant.
inline RunSetup asert_setup(double blocks_of_memory, std::string_view scenario,
                            std::uint64_t blocks) {
    RunSetup setup = setup_of("asert", scenario, blocks);
    setup.params.half_life_s = static_cast<std::int64_t>(600 * ln2 * blocks_of_memory + 0.5);
    return setup;
}

inline std::vector<RunResult> run_all(RunSetup setup, std::size_t seeds) {
    setup.start = steady_chain(*setup.rule, setup.params);
    setup.params = anchored_at_tip(setup.params, setup.start);
    std::vector<RunResult> results;
    for (std::size_t i = 0; i < seeds; ++i) {
        results.push_back(run_once(setup, i));
    }
    return results;
}

inline Summary summary_of(const RunSetup& setup, std::size_t seeds) {
    return summarise(run_all(setup, seeds));
}

}  // namespace sluice::lab::sim
