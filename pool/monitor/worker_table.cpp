#include "pool/monitor/worker_table.hpp"

#include <algorithm>
#include <utility>

namespace sluice::pool::monitor {
namespace {

HashSums sums_of(const WorkerMeter::Reading& reading, std::int64_t now_ms) {
    return {now_ms, reading.hashes, reading.hashes_squared, reading.accepted};
}

}  // namespace

WorkerTable::WorkerTable(std::size_t workers_max)
    : workers_max_(workers_max), others_(std::make_shared<WorkerMeter>("(others)")) {}

std::shared_ptr<WorkerMeter> WorkerTable::meter(std::string_view name, std::int64_t now_ms) {
    name = name.substr(0, name_size_max);
    if (const auto known = entries_.find(name); known != entries_.end()) {
        return known->second.meter;
    }
    if (entries_.size() >= workers_max_ && !forget_longest_idle()) {
        return others_;
    }
    Entry entry{std::make_shared<WorkerMeter>(std::string(name)), {HashSums{.time_ms = now_ms}}};
    return entries_.emplace(name, std::move(entry)).first->second.meter;
}

bool WorkerTable::forget_longest_idle() {
    auto idle = entries_.end();
    std::int64_t idle_since_ms = 0;
    for (auto at = entries_.begin(); at != entries_.end(); ++at) {
        // Only the table holds it. Copies are handed out under the Monitor's lock, so none can
        // appear meanwhile.
        const bool connected = at->second.meter.use_count() > 1;
        const std::int64_t last_share_ms = at->second.meter->read().last_share_ms;
        if (!connected && (idle == entries_.end() || last_share_ms < idle_since_ms)) {
            idle = at;
            idle_since_ms = last_share_ms;
        }
    }
    if (idle == entries_.end()) {
        return false;
    }
    entries_.erase(idle);
    return true;
}

void WorkerTable::sample(std::int64_t now_ms) {
    if (now_ms - sampled_ms_ < sample_step_ms) {
        return;
    }
    sampled_ms_ = now_ms;
    const std::int64_t from_ms = now_ms - std::int64_t{1000} * hashrate_window_s;
    for (auto& [name, entry] : entries_) {
        entry.history.push_back(sums_of(entry.meter->read(), now_ms));
        while (entry.history.size() > 1 && entry.history[1].time_ms <= from_ms) {
            entry.history.pop_front();
        }
    }
}

WorkerTableView WorkerTable::view(std::size_t limit, std::int64_t now_ms) const {
    WorkerTableView view{entries_.size(), {}};
    view.rows.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) {
        const WorkerMeter::Reading reading = entry.meter->read();
        view.rows.push_back({
            .name = name,
            .connected = entry.meter.use_count() > 1,
            .difficulty = reading.difficulty,
            .best_share = reading.best_share,
            .accepted = reading.accepted,
            .rejected = reading.rejected,
            .last_share_ms = reading.last_share_ms,
            .hashrate = estimate_hashrate(entry.history.front(), sums_of(reading, now_ms),
                                          hashrate_window_s),
        });
    }
    std::stable_sort(view.rows.begin(), view.rows.end(), [](const auto& a, const auto& b) {
        return a.hashrate.hashrate_hps > b.hashrate.hashrate_hps;
    });
    view.rows.resize(std::min(limit, view.rows.size()));
    return view;
}

}  // namespace sluice::pool::monitor
