#pragma once
/// ChannelWorker: what became of the shares of one worker in one session. Regular value; not
/// thread-safe.

#include "pool/base/decaying_score.hpp"
#include "pool/monitor/worker_meter.hpp"

#include <chrono>
#include <memory>

namespace sluice::pool {

struct ChannelWorker {
    std::shared_ptr<monitor::WorkerMeter> meter;
    bool credited = false;  ///< had an accepted share
    DecayingScore score{};  ///< invalid shares, less accepted ones
    std::chrono::steady_clock::time_point suspended_until{};
};

}  // namespace sluice::pool
