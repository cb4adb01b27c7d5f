#include "lab/sim/run.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "lab/scenario/scenario_keys.hpp"
#include "lab/sim/chain_sim.hpp"
#include "lab/sim/fork_sim.hpp"

namespace sluice::lab::sim {
namespace {

constexpr std::size_t response_points = 1001;

// Every run ends: a rule may let difficulty collapse, or rise until the chain stands still.
constexpr std::uint64_t blocks_per_spacing_max = 100;  // of runs over a time
constexpr double slowness_max = 1'000;                 // of runs over blocks

RunResult run_with_forks(const RunSetup& setup, std::uint64_t stream, const BlockSink& sink) {
    ForkSim sim(setup, stream);
    sim.run(setup.scenario.warmup_blocks);
    const std::uint64_t found_before = sim.found();
    sim.start_measuring();
    sim.run(setup.scenario.blocks);
    const std::vector<FoundBlock> chain = sim.best_chain();
    MetricSums sums(setup);
    double selfish = 0;
    for (std::size_t i = chain.size() - setup.scenario.blocks; i < chain.size(); ++i) {
        sums.add(chain[i]);
        selfish += chain[i].finder == ForkSim::selfish_miner ? 1 : 0;
        if (sink) {
            sink(chain[i]);
        }
    }
    RunResult result{.metrics = sums.result(),
                     .simulated_blocks = sim.found(),
                     .measured_blocks = setup.scenario.blocks};
    const auto blocks = static_cast<double>(setup.scenario.blocks);
    result.metrics.orphans = 1 - blocks / static_cast<double>(sim.found() - found_before);
    if (setup.scenario.network.selfish_share > 0) {
        result.metrics.selfish_revenue = selfish / blocks;
    }
    return result;
}

}  // namespace

std::optional<std::string> find_setup_error(const RunSetup& setup) {
    if (const auto invalid = difficulty::check_params(*setup.rule, setup.params); !invalid) {
        return invalid.error();
    }
    if (const auto problem = find_problem(setup.scenario)) {
        return "scenario " + setup.scenario.name + ": " + problem->key + " " + problem->message;
    }
    const double run_s =
        static_cast<double>(setup.scenario.blocks) * static_cast<double>(setup.params.spacing_s);
    if (setup.scenario.response && setup.scenario.steps.front().after_s.value_or(0) >= run_s) {
        return "scenario " + setup.scenario.name +
               ": steps.1.after_s must be below the length of the run, " + number_text(run_s) +
               " s, for its answer to be measured";
    }
    if (setup.scenario.network.forks() && reads_next_time(*setup.rule, setup.params)) {
        return "scenario " + setup.scenario.name + " cannot run with rule " +
               std::string(setup.rule->name) +
               ": in a network with forks the bits of a block must not depend on its own timestamp";
    }
    return std::nullopt;
}

RunResult run_once(const RunSetup& setup, std::uint64_t stream, const BlockSink& sink) {
    const Scenario& scenario = setup.scenario;
    if (scenario.network.forks()) {
        return run_with_forks(setup, stream, sink);
    }
    ChainSim sim(setup, stream);
    RunResult result;
    for (; result.simulated_blocks < scenario.warmup_blocks ||
           sim.next_height() % scenario.start_multiple != 0;
         ++result.simulated_blocks) {
        sim.next();
    }
    const double origin_s = sim.now_s();
    sim.start_measuring();

    const double horizon_s =
        static_cast<double>(scenario.blocks) * static_cast<double>(setup.params.spacing_s);
    const double last_s = sim.now_s() + horizon_s * (scenario.until_time ? 1 : slowness_max);
    const std::uint64_t blocks_max =
        scenario.until_time ? scenario.blocks * blocks_per_spacing_max : scenario.blocks;
    MetricSums sums(setup);
    std::optional<ResponseRecorder> recorder;
    if (scenario.response) {
        const Step& step = scenario.steps.front();
        const double step_s = step.after_s.value_or(0);
        recorder.emplace(origin_s + step_s, horizon_s - step_s, response_points,
                         step_s > 0 ? step.factor : 1);
    }
    for (; result.measured_blocks < blocks_max && sim.now_s() < last_s; ++result.measured_blocks) {
        const FoundBlock& block = sim.next();
        sums.add(block);
        if (recorder) {
            recorder->add(block);
        }
        if (sink) {
            sink(block);
        }
        ++result.simulated_blocks;
    }
    result.metrics = sums.result();
    result.cut_short = (result.measured_blocks == blocks_max) == scenario.until_time;
    if (recorder) {
        result.response = recorder->take();
    }
    return result;
}

}  // namespace sluice::lab::sim
