#pragma once
/// The log line of a settled share, and the units in which rates and difficulties are shown. Pure
/// functions, any thread; a ShareLog belongs to one.

#include "base/clock.hpp"
#include "miner/stats/statistics.hpp"

#include <cstdint>
#include <string>

namespace sluice::miner {

/// "41.3 MH/s": four significant digits, SI prefix.
[[nodiscard]] std::string hashrate_text(double hashes_per_second);

/// "accepted 12/12 (100.0 %) diff 0.5 best 31.2 12 ms", and the like for the other fates.
[[nodiscard]] std::string share_text(const ShareReport& report, const ShareCounts& counts);

/// Decides which settled shares get a log line, so that a far too low difficulty does not drown the
/// log. Not thread-safe.
class ShareLog {
public:
    static constexpr int lines_per_second_max = 10;

    /// The line for this share, which also counts those that had none since the last; empty: none.
    [[nodiscard]] std::string line(const ShareReport& report, const ShareCounts& counts,
                                   TimePoint now);

private:
    TimePoint second_start_{};
    int lines_ = 0;  ///< since second_start_
    std::uint64_t unshown_ = 0;
};

}  // namespace sluice::miner
