#include "miner/pools/stratum_v1/session_terms.hpp"

#include <utility>

namespace sluice::miner {

void SessionTerms::connection_opened() {
    version_mask_.reset();
    pending_.reset();
}

void SessionTerms::session_opened() { difficulty_ = {1}; }

void SessionTerms::set_extranonce(Bytes extranonce1, std::size_t extranonce2_size) {
    extranonce1_ = std::move(extranonce1);
    extranonce2_size_ = extranonce2_size;
}

void SessionTerms::set_version_mask(std::uint32_t mask) {
    version_mask_ = mask == 0 ? std::nullopt : std::optional{mask};
}

void SessionTerms::set_difficulty(protocol::Difficulty difficulty, TimePoint now) {
    // Even the present one: before the subscription is answered it is a former session's.
    pending_ = {difficulty, now};
}

bool SessionTerms::difficulty_pending() const {
    return pending_ && pending_->difficulty != difficulty_;
}

bool SessionTerms::difficulty_overdue(TimePoint now) const {
    return difficulty_pending() && now - pending_->since >= difficulty_patience;
}

MiningJob SessionTerms::make_job(protocol::stratum_v1::Notify notify) {
    MiningJob job;
    job.notify = std::move(notify);
    job.extranonce1 = extranonce1_;
    job.extranonce2_size = extranonce2_size_;
    job.version_mask = version_mask_;
    adopt_difficulty(job);
    return job;
}

MiningJob SessionTerms::retarget(MiningJob job) {
    adopt_difficulty(job);
    return job;
}

void SessionTerms::adopt_difficulty(MiningJob& job) {
    if (pending_) {
        difficulty_ = std::exchange(pending_, std::nullopt)->difficulty;
    }
    job.difficulty = difficulty_;
    job.target = share_target(difficulty_, unit_);
}

}  // namespace sluice::miner
