#pragma once
/// The worker threads of one device, from one start of it to the next. They are joined when they
/// end, or left behind when one of them hangs: the threads share the ownership of all
/// they touch. Thread-safe.

#include "miner/base/progress_callback.hpp"
#include "miner/base/worker_handle.hpp"
#include "miner/tuning/scanner_plan.hpp"
#include "miner/work/shared_mining_state.hpp"
#include "miner/workers/device_worker.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sluice::miner {

struct DeviceWorkersSettings {
    std::string name;        ///< "cuda0"
    std::size_t device = 0;  ///< as Statistics counts them
    std::size_t workers = 1;
    /// Chooses how the device hashes, on a thread of the workers. It must hold what it refers to.
    std::function<ScannerPlan(kernels::Device&, const ProgressCallback& alive)> plan;
};

class DeviceWorkers {
public:
    DeviceWorkers(std::shared_ptr<SharedMiningState> place, std::shared_ptr<kernels::Device> device,
                  DeviceWorkersSettings settings);
    DeviceWorkers(const DeviceWorkers&) = delete;
    DeviceWorkers& operator=(const DeviceWorkers&) = delete;
    ~DeviceWorkers();

    [[nodiscard]] std::size_t workers() const noexcept;
    [[nodiscard]] WorkerHandle::Progress progress(std::size_t worker) const noexcept;
    /// Nothing is left that could hang: every worker has ended.
    [[nodiscard]] bool ended() const;
    /// How: the worst of what its workers ended with.
    [[nodiscard]] DeviceWorker::End end() const;

    /// Tells the workers to end; what they find from now on does not count.
    void abandon();
    /// Waits until every worker has ended. False: not within `patience`.
    [[nodiscard]] bool wait_for_end(std::chrono::milliseconds patience) const;

private:
    struct Shared;

    std::shared_ptr<Shared> shared_;
    std::vector<std::thread> threads_;
};

}  // namespace sluice::miner
