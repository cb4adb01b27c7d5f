#include "miner/workers/device_supervisor.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace sluice::miner {
namespace {

using std::chrono::duration_cast;
using std::chrono::seconds;

}  // namespace

DeviceSupervisor::DeviceSupervisor(std::shared_ptr<SharedMiningState> place,
                                   const SupervisorOptions& options)
    : state_(std::move(place)), options_(options) {}

void DeviceSupervisor::start(std::shared_ptr<kernels::Device> device,
                             DeviceWorkersSettings settings, TimePoint now) {
    settings.device = state_->statistics.add_device(settings.name, device->info().name);
    slots_.push_back({.device = std::move(device),
                      .settings = std::move(settings),
                      .workers = nullptr,
                      .watchdogs = {},
                      .since = now});
    start_workers(slots_.back(), now);
}

void DeviceSupervisor::start_workers(Slot& slot, TimePoint now) {
    slot.workers = std::make_unique<DeviceWorkers>(state_, slot.device, slot.settings);
    WatchdogLimits limits = options_.watchdog;
    if (slot.ever_worked) {  // its kernels are compiled
        limits.start = limits.first_scans;
    }
    slot.watchdogs.assign(slot.settings.workers, Watchdog{limits, now});
    slot.since = now;
    set_health(slot, DeviceHealth::starting);
}

void DeviceSupervisor::check(TimePoint now) {
    for (Slot& slot : slots_) {
        if (slot.workers != nullptr) {
            check_workers(slot, now);
        } else if (slot.health == DeviceHealth::dead && now >= slot.since) {
            spdlog::info("{}: restarting", slot.settings.name);
            start_workers(slot, now);
        }
    }
}

void DeviceSupervisor::check_workers(Slot& slot, TimePoint now) {
    if (slot.workers->ended()) {
        workers_ended(slot, now);
        return;
    }
    auto worst = Watchdog::Verdict::well;
    std::chrono::nanoseconds silence{};
    bool starting = false;
    for (std::size_t i = 0; i < slot.watchdogs.size(); ++i) {
        const WorkerHandle::Progress progress = slot.workers->progress(i);
        worst = std::max(worst, slot.watchdogs[i].judge(progress, now));
        silence = std::max(silence, slot.watchdogs[i].silence(now));
        starting = starting || is_starting(progress.phase);
    }
    const auto silence_s = duration_cast<seconds>(silence).count();
    if (worst == Watchdog::Verdict::dead) {
        abandon_workers(slot, fmt::format("it has not answered for {} s", silence_s), now);
    } else if (worst == Watchdog::Verdict::sick) {
        if (slot.health != DeviceHealth::sick) {
            spdlog::warn("{} is SICK: a call to it has not returned for {} s", slot.settings.name,
                         silence_s);
        }
        set_health(slot, DeviceHealth::sick);
    } else {
        if (slot.health == DeviceHealth::sick) {
            spdlog::info("{} is well again", slot.settings.name);
        }
        set_health(slot, starting ? DeviceHealth::starting : DeviceHealth::well);
        slot.ever_worked = slot.ever_worked || !starting;
        if (now - slot.since >= options_.well_after) {
            slot.restarts_in_a_row = 0;
        }
    }
}

void DeviceSupervisor::workers_ended(Slot& slot, TimePoint now) {
    const DeviceWorker::End end = slot.workers->end();
    if (end == DeviceWorker::End::stopped && state_->work.stopped()) {
        return;
    }
    if (end == DeviceWorker::End::unusable && !slot.ever_worked) {
        slot.workers.reset();
        set_health(slot, DeviceHealth::dropped);
        return;
    }
    slot.ever_worked = true;
    abandon_workers(slot, "its device failed", now);
}

void DeviceSupervisor::abandon_workers(Slot& slot, const std::string& why, TimePoint now) {
    slot.workers->abandon();
    thread_left_behind_ = thread_left_behind_ || !slot.workers->ended();
    slot.workers.reset();
    if (slot.restarts_in_a_row == options_.restarts_in_a_row_max) {
        spdlog::error("{} is DEAD: {}; dropped after {} restarts", slot.settings.name, why,
                      slot.restarts_in_a_row);
        set_health(slot, DeviceHealth::dropped);
        return;
    }
    const auto pause = options_.restart_pause * (1 << slot.restarts_in_a_row++);
    spdlog::error("{} is DEAD: {}; a restart follows in {} s", slot.settings.name, why,
                  duration_cast<seconds>(pause).count());
    slot.since = now + pause;
    set_health(slot, DeviceHealth::dead);
}

void DeviceSupervisor::set_health(Slot& slot, DeviceHealth health) {
    slot.health = health;
    state_->statistics.set_health(slot.settings.device, health);
}

bool DeviceSupervisor::any_left() const noexcept {
    return std::ranges::any_of(
        slots_, [](const Slot& slot) { return slot.health != DeviceHealth::dropped; });
}

bool DeviceSupervisor::wait_for_end(std::chrono::milliseconds patience) {
    const TimePoint deadline = Clock::now() + patience;
    for (Slot& slot : slots_) {
        if (slot.workers == nullptr) {
            continue;
        }
        const auto left = duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
        if (!slot.workers->wait_for_end(std::max(left, std::chrono::milliseconds{0}))) {
            spdlog::warn("{}: a call to it does not return; the miner ends without it",
                         slot.settings.name);
            thread_left_behind_ = true;
        }
        slot.workers.reset();
    }
    return !thread_left_behind_;
}

}  // namespace sluice::miner
