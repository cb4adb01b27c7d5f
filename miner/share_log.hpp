#pragma once
/// The log line of a settled share, and the units in which rates and difficulties are shown. Pure
/// but for log_share(), which logs; any thread.

#include "miner/statistics.hpp"

#include <string>

namespace sluice::miner {

/// "41.3 MH/s": four significant digits, SI prefix.
[[nodiscard]] std::string hashrate_text(double hashes_per_second);

/// "accepted 12/12 (100.0 %) diff 0.5 best 31.2 12 ms", and the like for the other fates.
[[nodiscard]] std::string share_text(const ShareReport& report, const ShareCounts& counts);

/// Shares lost one by one with their connection were announced together; they are logged as debug.
void log_share(const ShareReport& report, const ShareCounts& counts);

}  // namespace sluice::miner
