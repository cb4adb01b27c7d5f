#pragma once
/// How fast a simulated miner is, and how long it takes to its next share. Pure, any thread.

#include "base/result.hpp"

#include <chrono>
#include <string_view>

namespace sluice::swarm {

/// Hashes per second, both ends included.
struct HashrateRange {
    double min = 1e3;
    double max = 1e15;

    bool operator==(const HashrateRange&) const = default;
};

/// "250", "1k", "2.5M", "1P": hashes per second, from 1e-3 to 1e21.
[[nodiscard]] Result<double> parse_hashrate(std::string_view text);

/// The hashrate at `uniform` (0 to 1) of a range that is spread evenly over its logarithm.
[[nodiscard]] double draw_hashrate(const HashrateRange& range, double uniform);

/// The exponential waiting time to a share that takes `hashes_per_share` on average, at `uniform`
/// (0 inclusive to 1 exclusive). The miner counts no faster than `shares_per_second_max`.
[[nodiscard]] std::chrono::nanoseconds share_wait(double hashrate, double hashes_per_share,
                                                  double shares_per_second_max, double uniform);

}  // namespace sluice::swarm
