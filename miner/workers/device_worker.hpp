#pragma once
/// One thread's work on one device: fetches assignments, keeps the scanner's queue full, checks
/// every hit with the reference hash once more, and hands shares on. run() belongs to one thread;
/// everything it shares is thread-safe.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"
#include "kernels/api/scanner.hpp"
#include "kernels/bench/batch_sizer.hpp"
#include "miner/base/worker_handle.hpp"
#include "miner/work/job_family.hpp"
#include "miner/work/shared_mining_state.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace sluice::miner {

struct WorkerSettings {
    std::string name;        ///< for the log: "cpu0 thread 3"
    std::size_t device = 0;  ///< as Statistics counts them
    /// Header versions that the device hashes together, when the pool lets versions roll.
    std::uint32_t versions = kernels::versions_usual;
    /// Makes a scanner, now and again after each device error.
    std::function<kernels::MakeScannerResult()> make_scanner;
};

class DeviceWorker {
public:
    /// A device that fails this often without one good scan between is given up.
    static constexpr int failures_in_a_row_max = 3;

    enum class End {
        stopped,   ///< the work source was, or the worker was abandoned
        failed,    ///< the device failed again and again
        unusable,  ///< no scanner could be made at all
    };

    DeviceWorker(WorkerSettings settings, SharedMiningState& place, WorkerHandle& handle);

    /// Scans until the work source is stopped, the worker is abandoned or the device has failed for
    /// good.
    [[nodiscard]] End run();

private:
    struct Scan {
        SharedJob job;
        Column column;
        kernels::Work work;
        kernels::NonceRange range;
        TimePoint start;
    };

    [[nodiscard]] bool wanted() const noexcept {
        return !work_.stopped() && !handle_.is_abandoned();
    }
    [[nodiscard]] bool make_scanner();
    /// True when a scan was added to the scanner's queue.
    [[nodiscard]] bool enqueue_next();
    /// False: the device gave up.
    [[nodiscard]] bool collect_oldest();
    /// Waits for the end of the oldest scan; gives the device's error.
    [[nodiscard]] std::string finish_oldest();
    /// Hands a hit over as soon as it is found: a solved block waits for nothing, and a share is
    /// not overtaken by new work. False: the reference hash does not confirm it.
    [[nodiscard]] bool hand_over(const Scan& scan, const kernels::Hit& hit);
    void count_scan(const Scan& scan, const kernels::ScanResult& result, std::uint64_t hits);
    [[nodiscard]] bool restart_device(const std::string& error);

    WorkerSettings settings_;
    const kernels::Algorithm& algorithm_;
    const JobFamily& family_;
    WorkSource& work_;
    kernels::EpochStates& epochs_;
    ShareQueue& shares_;
    Statistics& statistics_;
    WorkerHandle& handle_;
    std::unique_ptr<kernels::Scanner> scanner_;

    Assignment assignment_;
    kernels::Work prepared_;  ///< of assignment_
    std::deque<Scan> in_flight_;
    kernels::BatchSizer batch_;
    TimePoint last_collected_;
    int failures_in_a_row_ = 0;
    bool overflow_logged_ = false;
    bool full_queue_logged_ = false;
};

/// The chance that one hash meets the target.
[[nodiscard]] double hit_chance(const kernels::HashBytes& target) noexcept;

}  // namespace sluice::miner
