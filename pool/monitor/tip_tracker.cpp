#include "pool/monitor/tip_tracker.hpp"

#include "pool/monitor/hashrate.hpp"

namespace sluice::pool::monitor {

void TipTracker::on_job(const PublishedJob& job) {
    if (!tips_.empty() && job.height <= tips_.back().height) {
        return;
    }
    if (!tips_.empty() && job.height != tips_.back().height + 1) {
        tips_.clear();  // blocks came in unseen: their times are not known
    }
    tips_.push_back({job.height, job.steady_ms, job.network_difficulty});
    if (tips_.size() > tips_max) {
        tips_.pop_front();
    }
}

double TipTracker::hashrate_hps() const {
    if (tips_.size() < 3) {
        return 0;
    }
    const auto elapsed_ms = tips_.back().time_ms - tips_.front().time_ms;
    if (elapsed_ms <= 0) {
        return 0;
    }
    // The job at each tip but the newest has been solved.
    double work = 0;
    for (std::size_t i = 0; i + 1 < tips_.size(); ++i) {
        work += tips_[i].difficulty * hashes_per_network_difficulty;
    }
    return work * 1000.0 / static_cast<double>(elapsed_ms);
}

}  // namespace sluice::pool::monitor
