#pragma once
/// The one way to report what became of a found share: whoever settles one, its job's difficulty
/// and the device that found it go along. Pure, any thread.

#include "miner/stats/statistics.hpp"
#include "miner/work/mining_job.hpp"

#include <string>
#include <utility>

namespace sluice::miner {

/// `reason` is empty for an accepted share. The latency is the caller's to add.
[[nodiscard]] inline ShareReport settled(const FoundShare& share, ShareFate fate,
                                         std::string reason = {}) {
    return {.fate = fate,
            .reason = std::move(reason),
            .difficulty = share.difficulty,
            .job_difficulty = share.job->difficulty,
            .latency = {},
            .device = share.device};
}

}  // namespace sluice::miner
