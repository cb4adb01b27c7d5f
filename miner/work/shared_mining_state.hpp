#pragma once
/// What the network thread and the device workers share: the work, the shares found, and the
/// statistics. Thread-safe in all its parts. It is held by shared pointers, because a worker that
/// hangs in a driver call may outlive everything but this.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/epoch_states.hpp"
#include "miner/stats/statistics.hpp"
#include "miner/work/share_queue.hpp"
#include "miner/work/work_source.hpp"

namespace sluice::miner {

struct SharedMiningState {
    explicit SharedMiningState(const kernels::Algorithm& its_algorithm, TimePoint start,
                               const WorkSourceOptions& options = {})
        : algorithm(its_algorithm),
          work(job_family_of(its_algorithm), options),
          statistics(start) {}

    const kernels::Algorithm& algorithm;
    WorkSource work;
    kernels::EpochStates epochs{algorithm};
    ShareQueue shares;
    Statistics statistics;
};

}  // namespace sluice::miner
