#include "pool/server/worker_difficulties.hpp"

namespace sluice::pool {

std::optional<double> WorkerDifficulties::find(const std::string& worker) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = difficulties_.find(worker); found != difficulties_.end()) {
            return found->second;
        }
    }
    return books_ ? books_(worker) : std::nullopt;
}

void WorkerDifficulties::store(const std::string& worker, double difficulty) {
    const std::lock_guard lock(mutex_);
    if (difficulties_.size() >= names_max && !difficulties_.contains(worker)) {
        difficulties_.erase(difficulties_.begin());
    }
    difficulties_[worker] = difficulty;
}

}  // namespace sluice::pool
