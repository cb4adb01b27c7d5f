#pragma once
/// When selfish mining begins to pay under a difficulty rule, block by block: until the difficulty
/// has answered the blocks that the attack wastes, it earns less than honest mining (Grunspan and
/// Perez-Marco, "On profitability of selfish mining", 2018). Pure, any thread.

#include "lab/sim/run_setup.hpp"
#include "lab/sim/summary.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sluice::lab::sim {

/// A pool that turns selfish on a steady chain, at the first block of one of Bitcoin's retarget
/// periods. The network's shares are those of Scenario; find_setup_error() may find something.
[[nodiscard]] RunSetup selfish_setup(const difficulty::DifficultyRule& rule,
                                     const difficulty::RuleParams& params, double selfish_share,
                                     double selfish_gamma);

/// Of run number `stream` until `horizon_s` after the attack began: blocks that the pool had found
/// and that stayed, less its share of the blocks of another run in which all mine honestly, at
/// `points` times of equal distance; the last is the horizon.
[[nodiscard]] std::vector<double> selfish_gain(const RunSetup& setup, std::uint64_t stream,
                                               double horizon_s, std::size_t points);

/// Since when the mean gain of the runs, two or more on one grid, has been above zero, in seconds,
/// with the jackknife's interval; none if at the horizon it is not.
[[nodiscard]] std::optional<Estimate> time_to_profit(std::span<const std::vector<double>> gains,
                                                     double horizon_s);

}  // namespace sluice::lab::sim
