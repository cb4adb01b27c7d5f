#include "miner/pools/pool_rotation.hpp"

#include <algorithm>
#include <utility>

namespace sluice::miner {

std::optional<std::chrono::milliseconds> PoolRotation::ended(std::chrono::milliseconds worked_for) {
    note_steadiness(worked_for);
    reconnects_ = 0;
    if (worked_for >= policy_.steady_after) {
        return jittered(policy_.pause_min);
    }
    if (std::exchange(returned_, false)) {
        first_pool_failed();
    }
    if (pool_ + 1 < pools_) {
        ++pool_;
        return std::chrono::milliseconds{0};
    }
    pool_ = 0;
    ++rounds_failed_;
    if (policy_.rounds_max && rounds_failed_ >= *policy_.rounds_max) {
        return std::nullopt;
    }
    const int doublings = std::min(rounds_failed_ - 1, 20);
    return jittered(std::min(policy_.pause_max, policy_.pause_min * (1 << doublings)));
}

bool PoolRotation::follow_reconnect(std::chrono::milliseconds worked_for) {
    note_steadiness(worked_for);
    return worked_for >= policy_.steady_after || ++reconnects_ <= policy_.reconnects_max;
}

void PoolRotation::mistrust() noexcept {
    if (pool_ == 0) {
        first_pool_gap_ = policy_.first_pool_check_max;
    }
}

void PoolRotation::first_pool_failed() {
    first_pool_gap_ = std::min(2 * first_pool_gap_, policy_.first_pool_check_max);
}

void PoolRotation::return_to_first() noexcept {
    pool_ = 0;
    reconnects_ = 0;
    returned_ = true;
}

void PoolRotation::note_steadiness(std::chrono::milliseconds worked_for) {
    if (worked_for < policy_.steady_after) {
        return;
    }
    rounds_failed_ = 0;
    reconnects_ = 0;
    if (pool_ == 0) {
        first_pool_gap_ = policy_.first_pool_check;
        returned_ = false;
    }
}

std::chrono::milliseconds PoolRotation::jittered(std::chrono::milliseconds pause) {
    std::uniform_int_distribution<std::chrono::milliseconds::rep> pick(pause.count() / 2,
                                                                       pause.count());
    return std::chrono::milliseconds{pick(random_)};
}

}  // namespace sluice::miner
