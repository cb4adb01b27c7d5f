#pragma once
/// Hashrate from two readings of running sums of credited hashes. Pure functions, any thread.

#include "pool/monitor/snapshot.hpp"

#include <cstdint>

namespace sluice::pool::monitor {

/// Expected hashes of a block at network difficulty 1: 2^256 / (0xffff * 2^208).
inline constexpr double hashes_per_network_difficulty = 281474976710656.0 / 65535.0;

/// Running sums at one moment.
struct HashSums {
    std::int64_t time_ms = 0;
    double hashes = 0;
    double hashes_squared = 0;
    std::uint64_t shares = 0;
};

/// The rate between the readings. `window_s` is only noted; a young pool observed less.
[[nodiscard]] HashrateEstimate estimate_hashrate(const HashSums& from, const HashSums& to,
                                                 int window_s);

/// Network difficulty at which `hashrate_hps` finds a block every `interval_s` on average.
[[nodiscard]] constexpr double equilibrium_difficulty(double hashrate_hps, double interval_s) {
    return hashrate_hps * interval_s / hashes_per_network_difficulty;
}

}  // namespace sluice::pool::monitor
