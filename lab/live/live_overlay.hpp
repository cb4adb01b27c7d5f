#pragma once
/// The simulated half of `sluice-lab live`, and both halves on one grid of time: the same rule from
/// the same genesis block, under the hashrate that was measured. Pure, any thread.

#include "lab/live/live_setup.hpp"
#include "lab/sim/run_setup.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sluice::lab {

/// The difficulty of the block being mined, over time: it changes with each block.
struct DifficultyCurve {
    struct Piece {
        double until_s = 0;  ///< the block was found
        double difficulty = 0;
    };
    std::vector<Piece> pieces;  ///< in order of time
    double after = 0;           ///< difficulty after the last of them

    [[nodiscard]] double at(double time_s) const noexcept;
};
[[nodiscard]] DifficultyCurve measured_curve(const LiveRecord& record);

/// A mean hashrate from some time on, until the next.
struct HashrateLevel {
    double from_s = 0;
    double hashrate_hps = 0;
};
/// Means between the script's steps, and where these are far apart of about five spacings: longer
/// would smooth away what else kept the machine busy, shorter would take the luck of shares for
/// hashrate. `work` has at least two samples.
[[nodiscard]] std::vector<HashrateLevel> measured_levels(std::span<const WorkSample> work,
                                                         const LiveSetup& setup);

/// What a simulation needs to repeat the live run, in a scenario without warm-up.
[[nodiscard]] sim::RunSetup simulation_of(const LiveSetup& setup, const LiveRecord& record,
                                          std::uint64_t seed);
/// One run of it for `seconds`; difficulty is relative to the genesis block's.
[[nodiscard]] DifficultyCurve simulated_curve(const sim::RunSetup& setup, std::uint64_t stream,
                                              double seconds);

/// Mean and the range that holds all but the lowest and the highest 2.5 % of the values.
struct Band {
    double mean = 0;
    double low = 0;
    double high = 0;

    [[nodiscard]] bool holds(double value) const { return low <= value && value <= high; }
};
/// Of at least one value, in any order.
[[nodiscard]] Band band_of(std::vector<double> values);

struct OverlayPoint {
    double time_s = 0;
    double share = 0;     ///< of the hashrate, by the script
    double hashrate = 0;  ///< as measured, relative to the full hashrate
    std::uint64_t blocks = 0;
    double measured = 0;  ///< difficulty
    Band simulated = {};
};

/// A point for each spacing, or fewer of a long run; `seeds` simulations on up to `threads`
/// threads.
[[nodiscard]] std::vector<OverlayPoint> lay_over(const LiveSetup& setup, const LiveRecord& record,
                                                 std::size_t seeds, std::uint64_t seed,
                                                 unsigned threads);
[[nodiscard]] std::size_t count_inside(std::span<const OverlayPoint> points);

}  // namespace sluice::lab
