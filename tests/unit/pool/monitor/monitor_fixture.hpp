#pragma once
/// A Monitor on a virtual clock that starts at a round Unix time.

#include "pool/monitor/monitor.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace sluice::pool::monitor {

inline constexpr std::int64_t start_ms = 1'700'000'000'000;

inline PoolIdentity test_identity() {
    PoolIdentity identity;
    identity.chain = "embedded";
    identity.algorithm = "sha256d";
    identity.version = "1.2.3";
    identity.stratum_port = 3333;
    identity.block_interval_target_s = 10;
    identity.pool_is_network = true;
    identity.started_ms = start_ms;
    return identity;
}

struct VirtualPool {
    explicit VirtualPool(PoolIdentity identity = test_identity()) : view(std::move(identity)) {}

    /// Runs `seconds` ticks; in each one, `shares_per_s` shares of `hashes` by `worker`.
    void mine(int seconds, int shares_per_s, double hashes, const std::string& worker = "alice") {
        const auto meter = view.worker(worker);
        for (int second = 0; second < seconds; ++second) {
            now_ms += 1000;
            for (int share = 0; share < shares_per_s; ++share) {
                view.share_accepted(*meter, {.hashes = hashes, .difficulty = 1, .time_ms = now_ms});
            }
            view.tick(now_ms, now_ms + wall_offset_ms);
        }
    }

    PoolBlock block(std::int64_t height, std::int64_t after_start_ms) const {
        PoolBlock found;
        found.height = height;
        found.hash = "hash-" + std::to_string(height);
        found.time_ms = start_ms + after_start_ms;
        found.worker = "alice";
        found.network_difficulty = 2;
        return found;
    }

    std::int64_t now_ms = start_ms;  ///< on the steady clock
    std::int64_t wall_offset_ms = 0;
    Monitor view;
};

}  // namespace sluice::pool::monitor
