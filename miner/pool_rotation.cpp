#include "miner/pool_rotation.hpp"

#include <algorithm>

namespace sluice::miner {

std::optional<std::chrono::milliseconds> PoolRotation::ended(std::chrono::milliseconds worked_for) {
    if (worked_for >= policy_.steady_after) {
        rounds_failed_ = 0;
        return jittered(policy_.pause_min);
    }
    if (pool_ + 1 < pools_) {
        ++pool_;
        return std::chrono::milliseconds{0};
    }
    pool_ = 0;
    ++rounds_failed_;
    if (policy_.retries_max && rounds_failed_ > *policy_.retries_max) {
        return std::nullopt;
    }
    const int doublings = std::min(rounds_failed_ - 1, 20);
    return jittered(std::min(policy_.pause_max, policy_.pause_min * (1 << doublings)));
}

std::chrono::milliseconds PoolRotation::jittered(std::chrono::milliseconds pause) {
    std::uniform_int_distribution<std::chrono::milliseconds::rep> pick(pause.count() / 2,
                                                                       pause.count());
    return std::chrono::milliseconds{pick(random_)};
}

}  // namespace sluice::miner
