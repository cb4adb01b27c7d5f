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
    : workers_max_(workers_max), others_(std::make_shared<WorkerMeter>()) {}

std::shared_ptr<WorkerMeter> WorkerTable::meter(std::string_view name, std::int64_t now_ms) {
    name = name.substr(0, name_size_max);
    if (const auto known = entries_.find(name); known != entries_.end()) {
        return known->second.meter;
    }
    if (entries_.size() >= workers_max_ && !forget_longest_idle()) {
        return others_;
    }
    Entry entry{std::make_shared<WorkerMeter>(), {HashSums{.time_ms = now_ms}}};
    return entries_.emplace(name, std::move(entry)).first->second.meter;
}

void WorkerTable::restore(const PastWorker& past, std::int64_t now_ms) {
    if (entries_.size() >= workers_max_ || entries_.contains(past.name)) {
        return;
    }
    auto meter = std::make_shared<WorkerMeter>();
    meter->restore(past.accepted, past.difficulty, past.best_share, past.last_share_ms);
    const HashSums start = sums_of(meter->read(), now_ms);
    entries_.emplace(past.name.substr(0, name_size_max), Entry{std::move(meter), {start}});
}

/// The table holds one handle. Others are given out under the Monitor's lock, so none can appear
/// meanwhile.
bool WorkerTable::is_connected(const Entry& entry) noexcept { return entry.meter.use_count() > 1; }

bool WorkerTable::forget_longest_idle() {
    while (!idle_.empty()) {
        const Idle idle = std::move(idle_.back());
        idle_.pop_back();
        const auto entry = entries_.find(idle.name);
        // It may have come back since, or have been here and gone.
        if (entry != entries_.end() && !is_connected(entry->second) &&
            entry->second.meter->read().last_share_ms == idle.last_share_ms) {
            entries_.erase(entry);
            return true;
        }
    }
    return false;
}

void WorkerTable::find_idle() {
    idle_.clear();
    if (entries_.size() + idle_max < workers_max_) {
        return;
    }
    for (const auto& [name, entry] : entries_) {
        if (!is_connected(entry)) {
            idle_.push_back({entry.meter->read().last_share_ms, name});
        }
    }
    const auto kept = static_cast<std::ptrdiff_t>(std::min(idle_.size(), idle_max));
    std::partial_sort(
        idle_.begin(), idle_.begin() + kept, idle_.end(),
        [](const Idle& a, const Idle& b) { return a.last_share_ms < b.last_share_ms; });
    idle_.resize(static_cast<std::size_t>(kept));
    std::reverse(idle_.begin(), idle_.end());
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
    find_idle();
}

std::vector<WorkerRow> WorkerTable::rows(std::int64_t now_ms) const {
    std::vector<WorkerRow> rows;
    rows.reserve(entries_.size());
    for (const auto& [name, entry] : entries_) {
        const WorkerMeter::Reading reading = entry.meter->read();
        rows.push_back({
            .name = name,
            .connected = is_connected(entry),
            .difficulty = reading.difficulty,
            .best_share = reading.best_share,
            .accepted = reading.accepted,
            .rejected = reading.rejected,
            .last_share_ms = reading.last_share_ms,
            .hashrate = estimate_hashrate(entry.history.front(), sums_of(reading, now_ms),
                                          hashrate_window_s),
        });
    }
    return rows;
}

WorkerTableView table_of(std::vector<WorkerRow> rows, std::size_t limit) {
    const std::size_t tracked = rows.size();
    const std::size_t shown = std::min(limit, tracked);
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(shown), rows.end(),
                      [](const WorkerRow& a, const WorkerRow& b) {
                          return a.hashrate.hashrate_hps != b.hashrate.hashrate_hps
                                     ? a.hashrate.hashrate_hps > b.hashrate.hashrate_hps
                                     : a.name < b.name;
                      });
    rows.resize(shown);
    return {tracked, std::move(rows)};
}

}  // namespace sluice::pool::monitor
