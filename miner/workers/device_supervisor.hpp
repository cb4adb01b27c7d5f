#pragma once
/// Runs the devices: starts the worker threads of each, watches their progress, and
/// restarts what hangs or fails after a pause that doubles, until a device is dropped for good. No
/// device's fault stops another. Not thread-safe: one thread starts and checks.

#include "base/clock.hpp"
#include "miner/work/shared_mining_state.hpp"
#include "miner/workers/device_workers.hpp"
#include "miner/workers/watchdog.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace sluice::miner {

struct SupervisorOptions {
    WatchdogLimits watchdog;
    std::chrono::seconds restart_pause{10};  ///< doubles with every restart in a row
    int restarts_in_a_row_max = 5;           ///< then the device is dropped
    std::chrono::minutes well_after{10};     ///< of work without a fault the count starts anew
};

class DeviceSupervisor {
public:
    explicit DeviceSupervisor(std::shared_ptr<SharedMiningState> place,
                              const SupervisorOptions& options = {});

    /// Adds a device and starts its workers; `settings.device` is filled in.
    void start(std::shared_ptr<kernels::Device> device, DeviceWorkersSettings settings,
               TimePoint now);

    /// Looks at all of them. Call about once a second.
    void check(TimePoint now);

    /// Whether any device hashes or will be restarted.
    [[nodiscard]] bool any_left() const noexcept;

    /// Waits until every worker has ended, after the work source was stopped. False: a thread
    /// hangs, and the process must end without it.
    [[nodiscard]] bool wait_for_end(std::chrono::milliseconds patience);

private:
    struct Slot {
        std::shared_ptr<kernels::Device> device;
        DeviceWorkersSettings settings;
        std::unique_ptr<DeviceWorkers> workers;  ///< null: waits for its restart, or was dropped
        std::vector<Watchdog> watchdogs;         ///< one for each worker
        DeviceHealth health = DeviceHealth::starting;
        TimePoint since;  ///< the workers started, or when it is to start
        int restarts_in_a_row = 0;
        bool ever_worked = false;
    };

    void start_workers(Slot& slot, TimePoint now);
    void check_workers(Slot& slot, TimePoint now);
    void workers_ended(Slot& slot, TimePoint now);
    void abandon_workers(Slot& slot, const std::string& why, TimePoint now);
    void set_health(Slot& slot, DeviceHealth health);

    std::shared_ptr<SharedMiningState> state_;
    SupervisorOptions options_;
    std::vector<Slot> slots_;
    bool thread_left_behind_ = false;
};

}  // namespace sluice::miner
