#include "miner/stats/statistics.hpp"

#include <algorithm>
#include <utility>

namespace sluice::miner {
namespace {

using std::chrono::seconds;

/// Wrong hits of a device before the first warning; one now and then is a cosmic ray.
constexpr std::uint64_t hardware_errors_tolerated = 3;

void count(ShareCounts& counts, const ShareReport& report) {
    switch (report.fate) {
        case ShareFate::accepted:
            ++counts.accepted;
            counts.accepted_difficulty += report.job_difficulty.value;
            break;
        case ShareFate::rejected:
            ++counts.rejected;
            break;
        case ShareFate::stale:
            ++counts.stale;
            break;
        case ShareFate::lost:
            ++counts.lost;
            break;
    }
}

double mean(std::uint64_t hashes, std::chrono::duration<double> time) {
    return time.count() > 0 ? static_cast<double>(hashes) / time.count() : 0;
}

}  // namespace

std::size_t Statistics::add_device(std::string name, std::string model) {
    const std::lock_guard lock{mutex_};
    DeviceRecord record{.state = {}, .hashrate = HashrateMeter{start_}, .next_error_warning = 0};
    record.state.name = std::move(name);
    record.state.model = std::move(model);
    record.next_error_warning = hardware_errors_tolerated;
    devices_.push_back(std::move(record));
    return devices_.size() - 1;
}

void Statistics::add_scan(std::size_t device, TimePoint now, const ScanTally& tally) {
    const std::lock_guard lock{mutex_};
    DeviceRecord& record = devices_[device];
    record.hashrate.add(now, tally.hashes);
    record.state.hashes += tally.hashes;
    record.state.hits += tally.hits;
    record.state.hardware_errors += tally.hardware_errors;
    if (tally.expected_hits > 0) {
        record.state.audit.add(tally.expected_hits, tally.hits);
    }
}

void Statistics::add_share(const ShareReport& report) {
    const std::lock_guard lock{mutex_};
    count(state_.shares, report);
    if (report.device < devices_.size()) {
        count(devices_[report.device].state.shares, report);
    }
    if (report.fate == ShareFate::accepted) {
        state_.best_share = std::max(state_.best_share, report.difficulty);
    }
}

void Statistics::set_health(std::size_t device, DeviceHealth health) {
    const std::lock_guard lock{mutex_};
    devices_[device].state.health = health;
}

void Statistics::set_telemetry(std::size_t device, const Telemetry& telemetry) {
    const std::lock_guard lock{mutex_};
    devices_[device].state.telemetry = telemetry;
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

DeviceSnapshot Statistics::device_snapshot(const DeviceRecord& record, TimePoint now) const {
    DeviceSnapshot snapshot = record.state;
    snapshot.hashes_per_second_10s = record.hashrate.per_second(now, seconds{10});
    snapshot.hashes_per_second_60s = record.hashrate.per_second(now, seconds{60});
    snapshot.hashes_per_second_mean = mean(snapshot.hashes, now - start_);
    return snapshot;
}

Snapshot Statistics::snapshot(TimePoint now) const {
    const std::lock_guard lock{mutex_};
    Snapshot snapshot = state_;
    snapshot.uptime = std::chrono::duration_cast<seconds>(now - start_);
    for (const DeviceRecord& record : devices_) {
        const DeviceSnapshot& device = snapshot.devices.emplace_back(device_snapshot(record, now));
        snapshot.hashes += device.hashes;
        snapshot.hardware_errors += device.hardware_errors;
        snapshot.hashes_per_second_10s += device.hashes_per_second_10s;
        snapshot.hashes_per_second_60s += device.hashes_per_second_60s;
        snapshot.hashes_per_second_mean += device.hashes_per_second_mean;
    }
    return snapshot;
}

std::vector<DeviceWarning> Statistics::take_warnings(TimePoint now) {
    const std::lock_guard lock{mutex_};
    std::vector<DeviceWarning> warnings;
    for (DeviceRecord& record : devices_) {
        if (record.state.audit.take_warning()) {
            warnings.push_back({DeviceDoubt::audit, device_snapshot(record, now)});
        }
        if (record.state.hardware_errors >= record.next_error_warning) {
            record.next_error_warning = 2 * record.state.hardware_errors;
            warnings.push_back({DeviceDoubt::hardware_errors, device_snapshot(record, now)});
        }
    }
    return warnings;
}

}  // namespace sluice::miner
