#pragma once
/// A miner and a controller of its share difficulty on a virtual clock. Shares come as a Poisson
/// process at hashrate / difficulty; the controller hears each at once and its own timer besides.
/// x = ln(D/D*), where D* is the difficulty that gives the wanted rate at the hashrate of that
/// moment. The same seed gives the same run with every compiler, and on every machine whose C
/// library has the same exponential and logarithm: the controllers of Sluice and ckpool, here as in
/// their pools, take them from it. Pure, any thread.

#include "lab/shares/share_controller.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::lab {

/// A stretch of constant hashrate.
struct ShareSegment {
    double duration_s = 0;
    double hashrate = 1;  ///< of the miner's usual one; 0: silence
};

struct ShareScenario {
    std::string_view name;
    std::string_view description;
    double start = 1;         ///< difficulty at the start over the ideal one
    double start_spread = 1;  ///< times or divided by up to this factor, drawn for each run
    double event_s = 0;       ///< the change that rise and settling are counted from
    double steady_s = 0;      ///< from here to the end the noise is measured
    std::vector<ShareSegment> segments;
};

/// steady, step-up, step-down, silence, start-low, start-high.
[[nodiscard]] std::span<const ShareScenario> share_scenarios();

/// Of one run; time-weighted where that has a meaning. NaN: did not happen in time.
struct ShareMetrics {
    double bias = 0;                ///< mean of x in the steady part
    double sigma = 0;               ///< standard deviation of x in the steady part
    double rms = 0;                 ///< of x in the steady part: both together
    double retargets_per_hour = 0;  ///< in the steady part
    double shares_per_minute = 0;   ///< mean of the steady part
    double shares_spread = 0;       ///< standard deviation of a minute's shares over their mean
    double rise_s = std::numeric_limits<double>::quiet_NaN();    ///< 63 % of the way in ln D
    double settle_s = std::numeric_limits<double>::quiet_NaN();  ///< within a factor of 2 for good
    double flood_per_minute = 0;  ///< most shares in a minute after the event
};

struct ShareRun {
    double shares_per_minute = 6;
    std::uint64_t seed = 1;
};

[[nodiscard]] ShareMetrics simulate_shares(const ShareControllerRow& controller,
                                           const ShareScenario& scenario, const ShareRun& run);

}  // namespace sluice::lab
