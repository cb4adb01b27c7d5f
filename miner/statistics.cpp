#include "miner/statistics.hpp"

#include <algorithm>

namespace sluice::miner {

void Statistics::add_hashes(TimePoint now, std::uint64_t hashes) {
    const std::lock_guard lock{mutex_};
    hashrate_.add(now, hashes);
    state_.hashes += hashes;
}

void Statistics::add_hardware_error() {
    const std::lock_guard lock{mutex_};
    ++state_.hardware_errors;
}

void Statistics::add_share(const ShareReport& report) {
    const std::lock_guard lock{mutex_};
    switch (report.fate) {
        case ShareFate::accepted:
            ++state_.shares.accepted;
            state_.shares.accepted_difficulty += report.job_difficulty.value;
            state_.best_share = std::max(state_.best_share, report.difficulty);
            break;
        case ShareFate::rejected:
            ++state_.shares.rejected;
            break;
        case ShareFate::stale:
            ++state_.shares.stale;
            break;
        case ShareFate::lost:
            ++state_.shares.lost;
            break;
    }
}

void Statistics::set_difficulty(protocol::Difficulty difficulty) {
    const std::lock_guard lock{mutex_};
    state_.difficulty = difficulty;
}

void Statistics::set_pool(const std::string& pool, bool connected) {
    const std::lock_guard lock{mutex_};
    state_.pool = pool;
    state_.connected = connected;
}

ShareCounts Statistics::shares() const {
    const std::lock_guard lock{mutex_};
    return state_.shares;
}

Snapshot Statistics::snapshot(TimePoint now) const {
    const std::lock_guard lock{mutex_};
    Snapshot snapshot = state_;
    const std::chrono::duration<double> uptime = now - start_;
    snapshot.uptime = std::chrono::duration_cast<std::chrono::seconds>(uptime);
    snapshot.hashes_per_second_10s = hashrate_.per_second(now, std::chrono::seconds{10});
    snapshot.hashes_per_second_60s = hashrate_.per_second(now, std::chrono::seconds{60});
    snapshot.hashes_per_second_mean =
        uptime.count() > 0 ? static_cast<double>(state_.hashes) / uptime.count() : 0;
    return snapshot;
}

}  // namespace sluice::miner
