#include "pool/monitor/worker_table.hpp"

#include <algorithm>
#include <utility>

namespace sluice::pool::monitor {
namespace {

HashSums sums_of(const WorkerMeter::Reading& reading, std::int64_t now_ms) {
    return {now_ms, reading.hashes, reading.hashes_squared, reading.accepted};
}

/// ASCII letters alike in both cases; other bytes as they are.
bool contains_ignoring_case(std::string_view text, std::string_view part) {
    const auto lower = [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    };
    const auto equal = [&](char a, char b) { return lower(a) == lower(b); };
    return part.empty() ||
           std::search(text.begin(), text.end(), part.begin(), part.end(), equal) != text.end();
}

}  // namespace

WorkerTable::WorkerTable(std::size_t workers_max)
    : workers_max_(workers_max), others_(std::make_shared<WorkerMeter>()) {}

void WorkerTable::list(std::string_view name, std::shared_ptr<WorkerMeter> meter,
                       std::int64_t now_ms) {
    const HashSums start = sums_of(meter->read(), now_ms);
    entries_.emplace(name, Entry{std::move(meter), {start}});
}

std::shared_ptr<WorkerMeter> WorkerTable::meter(std::string_view name, std::int64_t now_ms) {
    name = name.substr(0, name_size_max);
    if (const auto known = entries_.find(name); known != entries_.end()) {
        return known->second.meter;
    }
    const auto waiting = waiting_.find(name);
    const bool waits = waiting != waiting_.end();
    auto meter = waits ? waiting->second.lock() : nullptr;
    const bool room = entries_.size() < workers_max_ || forget_longest_idle();
    if (!room && !waits && waiting_.size() >= waiting_max) {
        return others_;
    }
    if (!meter) {
        meter = std::make_shared<WorkerMeter>();
    }
    if (!room) {
        waiting_[std::string(name)] = meter;
        return meter;
    }
    if (waits) {
        waiting_.erase(waiting);
    }
    list(name, meter, now_ms);
    return meter;
}

void WorkerTable::restore(const WorkerRecord& record, std::int64_t now_ms) {
    const std::string_view name = std::string_view(record.name).substr(0, name_size_max);
    if (entries_.size() >= workers_max_ || entries_.contains(name)) {
        return;
    }
    auto meter = std::make_shared<WorkerMeter>();
    meter->restore(static_cast<std::uint64_t>(record.shares), record.last_difficulty,
                   record.best_share, record.last_credit_ms);
    list(name, std::move(meter), now_ms);
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

void WorkerTable::list_those_with_shares(std::int64_t now_ms) {
    auto without_share = entries_.begin();
    for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
        auto meter = waiting->second.lock();
        if (meter && meter->read().accepted == 0) {
            ++waiting;
            continue;
        }
        if (meter) {
            while (without_share != entries_.end() &&
                   without_share->second.meter->read().accepted > 0) {
                ++without_share;
            }
            if (entries_.size() >= workers_max_ && without_share != entries_.end()) {
                waiting_[without_share->first] = without_share->second.meter;
                without_share = entries_.erase(without_share);
            }
            if (entries_.size() >= workers_max_ && !forget_longest_idle()) {
                ++waiting;  // no listed name is known to be idle; the next sample looks again
                continue;
            }
            list(waiting->first, std::move(meter), now_ms);
        }
        waiting = waiting_.erase(waiting);
    }
}

void WorkerTable::sample(std::int64_t now_ms) {
    if (now_ms - sampled_ms_ < sample_step_ms) {
        return;
    }
    sampled_ms_ = now_ms;
    list_those_with_shares(now_ms);
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

WorkerTableView table_of(std::vector<WorkerRow> rows, const WorkerQuery& query) {
    const std::size_t tracked = rows.size();
    std::erase_if(rows, [&](const WorkerRow& row) {
        return (query.connected && row.connected != *query.connected) ||
               !contains_ignoring_case(row.name, query.name_part);
    });
    const std::size_t matching = rows.size();
    const std::size_t first = std::min(query.offset, matching);
    const std::size_t end = first + std::min(query.limit, matching - first);
    std::partial_sort(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(end), rows.end(),
                      [](const WorkerRow& a, const WorkerRow& b) {
                          return a.hashrate.hashrate_hps != b.hashrate.hashrate_hps
                                     ? a.hashrate.hashrate_hps > b.hashrate.hashrate_hps
                                     : a.name < b.name;
                      });
    rows.resize(end);
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first));
    return {tracked, matching, std::move(rows)};
}

}  // namespace sluice::pool::monitor
