#pragma once
/// Jobs for tests, different in whatever number is passed. Pure.

#include "miner/work/mining_job.hpp"

#include <memory>
#include <string>

namespace sluice::miner {

inline MiningJob sample_job(std::uint8_t variant = 1) {
    MiningJob job;
    job.subscription = {0, 1};
    job.number = variant;
    job.notify.job_id = "job" + std::to_string(variant);
    job.notify.previous.bytes.fill(7);
    job.notify.coinb1 = {1, variant};
    job.notify.coinb2 = {2};
    job.notify.branch.resize(2);
    job.notify.version = 0x20000000;
    job.notify.bits = 0x1d00ffff;
    job.notify.time = 1700000000;
    job.extranonce1 = {0xaa, 0xbb, 0xcc, 0xdd};
    job.extranonce2_size = 4;
    job.version_mask = 0x1fffe000;
    job.difficulty = {1};
    job.target = share_target(job.difficulty);
    return job;
}

inline SharedJob share(MiningJob job) { return std::make_shared<const MiningJob>(std::move(job)); }

}  // namespace sluice::miner
