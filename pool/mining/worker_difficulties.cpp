#include "pool/mining/worker_difficulties.hpp"

namespace sluice::pool {

std::optional<double> WorkerDifficulties::find(const std::string& worker) {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = difficulties_.find(worker); found != difficulties_.end()) {
            return found->second;
        }
    }
    const std::optional<double> known = ledger_ ? ledger_(worker) : std::nullopt;
    const std::lock_guard lock(mutex_);
    make_room();
    // What a session stored meanwhile is newer.
    return difficulties_.try_emplace(worker, known).first->second;
}

void WorkerDifficulties::store(const std::string& worker, double difficulty) {
    const std::lock_guard lock(mutex_);
    if (!difficulties_.contains(worker)) {
        make_room();
    }
    difficulties_[worker] = difficulty;
}

void WorkerDifficulties::make_room() {
    if (difficulties_.size() >= names_max) {
        difficulties_.erase(difficulties_.begin());
    }
}

}  // namespace sluice::pool
