#pragma once
/// One run of a scenario under a rule: warm-up, measured blocks, metrics. Pure; runs may go on in
/// parallel, each has all of its state for itself.

#include "lab/sim/found_block.hpp"
#include "lab/sim/metrics.hpp"
#include "lab/sim/response.hpp"
#include "lab/sim/run_setup.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace sluice::lab::sim {

struct RunResult {
    RunMetrics metrics = {};
    Response response = {};              ///< empty unless the scenario asks for it
    std::uint64_t simulated_blocks = 0;  ///< with the warm-up and what was orphaned
    std::uint64_t measured_blocks = 0;
    bool cut_short = false;  ///< the rule let the chain all but stop, or run away
};

/// Called with each measured block, in order.
using BlockSink = std::function<void(const FoundBlock&)>;

/// Why this setup cannot be simulated, if so.
[[nodiscard]] std::optional<std::string> find_setup_error(const RunSetup& setup);

/// Run number `stream` of the setup's seed; setup.scenario.blocks long. find_setup_error() must
/// have found none.
[[nodiscard]] RunResult run_once(const RunSetup& setup, std::uint64_t stream,
                                 const BlockSink& sink = {});

}  // namespace sluice::lab::sim
