#pragma once
/// The worker threads of one device, from one start of it to the next. A crew is joined when it
/// ends, or left to itself when one of its threads hangs: the threads share the ownership of all
/// they touch. Thread-safe.

#include "miner/device_worker.hpp"
#include "miner/hashing_plan.hpp"
#include "miner/sign_of_life.hpp"
#include "miner/worker_leash.hpp"
#include "miner/workplace.hpp"

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sluice::miner {

struct CrewSettings {
    std::string name;        ///< "cuda0"
    std::size_t device = 0;  ///< as Statistics counts them
    std::size_t workers = 1;
    /// Chooses how the device hashes, on a thread of the crew. It must hold what it refers to.
    std::function<HashingPlan(kernels::Device&, const SignOfLife& alive)> plan;
};

class DeviceCrew {
public:
    DeviceCrew(std::shared_ptr<Workplace> place, std::shared_ptr<kernels::Device> device,
               CrewSettings settings);
    DeviceCrew(const DeviceCrew&) = delete;
    DeviceCrew& operator=(const DeviceCrew&) = delete;
    ~DeviceCrew();

    [[nodiscard]] std::size_t workers() const noexcept;
    [[nodiscard]] WorkerLeash::Beat look(std::size_t worker) const noexcept;
    /// Nothing is left that could hang: every worker has ended.
    [[nodiscard]] bool ended() const;
    /// How: the worst of what its workers ended with.
    [[nodiscard]] DeviceWorker::End end() const;

    /// Tells the workers to end; what they find from now on does not count.
    void cut();
    /// Waits until every worker has ended. False: not within `patience`.
    [[nodiscard]] bool wait_for_end(std::chrono::milliseconds patience) const;

private:
    struct Shared;

    std::shared_ptr<Shared> shared_;
    std::vector<std::thread> threads_;
};

}  // namespace sluice::miner
