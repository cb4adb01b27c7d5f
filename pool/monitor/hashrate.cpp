#include "pool/monitor/hashrate.hpp"

#include <algorithm>
#include <cmath>

namespace sluice::pool::monitor {

HashrateEstimate estimate_hashrate(const HashSums& from, const HashSums& to, int window_s) {
    constexpr double normal_quantile_95 = 1.959964;
    HashrateEstimate estimate;
    estimate.window_s = window_s;
    if (to.time_ms <= from.time_ms) {
        return estimate;
    }
    estimate.observed_s = static_cast<double>(to.time_ms - from.time_ms) / 1000.0;
    estimate.shares = to.shares - from.shares;
    estimate.hashrate_hps = (to.hashes - from.hashes) / estimate.observed_s;
    const double variance = std::max(0.0, to.hashes_squared - from.hashes_squared);
    estimate.margin_hps = normal_quantile_95 * std::sqrt(variance) / estimate.observed_s;
    return estimate;
}

}  // namespace sluice::pool::monitor
