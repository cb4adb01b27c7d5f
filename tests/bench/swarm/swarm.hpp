#pragma once
/// Runs all clients of a load test on their threads, and watches the pool's process meanwhile.

#include "tests/bench/swarm/process_usage.hpp"
#include "tests/bench/swarm/settings.hpp"
#include "tests/bench/swarm/totals.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::swarm {

/// What the pool's process used in a run.
struct ServerUsage {
    ProcessUsage before, after;
    std::uint64_t rss_max_bytes = 0;
    std::size_t descriptors_max = 0;
    bool ended = false;  ///< it could not be read any more; `after` is the last reading
};

struct MinerShares {
    std::string worker;
    std::uint64_t accepted = 0;
};

struct Outcome {
    double elapsed_s = 0;
    TotalsOfBehaviours totals;
    std::size_t tips = 0;  ///< blocks that the clients were told of
    std::optional<ServerUsage> server;
    std::vector<MinerShares> miners;  ///< the honest ones
};

/// Throws std::runtime_error when a thread cannot hash or the pool's process cannot be read.
[[nodiscard]] Outcome run_swarm(const Settings& settings);

}  // namespace sluice::swarm
