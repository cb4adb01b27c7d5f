#pragma once
/// What the user reads about the miner's state: the status line and the closing summary. Pure, any
/// thread.

#include "miner/stats/statistics.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <vector>

namespace sluice::miner {

/// "41.30 MH/s | 60 s 41.22 MH/s | accepted 12/12 | diff 0.5 | best 31.2 | POOL | up 0:12:04", of a
/// rig with the power of all cards and the hashes per joule; "connecting to POOL" comes first.
/// Where `columns` are too few for all, the less telling parts are left out.
[[nodiscard]] std::string status_text(const Snapshot& snapshot,
                                      std::size_t columns = std::string::npos);

/// What the run has come to: one line, and one for each device of a rig and for each whose shares
/// do not match its hashes.
[[nodiscard]] std::vector<std::string> summary_text(const Snapshot& snapshot);

/// "0:12:04" or "3 d 0:12:04".
[[nodiscard]] std::string duration_text(std::chrono::seconds duration);

}  // namespace sluice::miner
