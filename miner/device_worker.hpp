#pragma once
/// One thread's work on one device: fetches assignments, keeps the scanner's queue full, checks
/// every hit with the reference hash once more, and hands shares on. run() belongs to one thread;
/// everything it shares is thread-safe.

#include "kernels/algorithm.hpp"
#include "kernels/device.hpp"
#include "kernels/scanner.hpp"
#include "miner/batch_sizer.hpp"
#include "miner/share_queue.hpp"
#include "miner/statistics.hpp"
#include "miner/work_source.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace sluice::miner {

class DeviceWorker {
public:
    using ScannerFactory = std::function<kernels::MakeScannerResult()>;

    /// `name` is for the log: "cpu0 thread 3". `replace_scanner` makes a new scanner after a device
    /// error.
    DeviceWorker(std::string name, const kernels::Algorithm& algorithm,
                 std::unique_ptr<kernels::Scanner> scanner, ScannerFactory replace_scanner,
                 WorkSource& work, ShareQueue& shares, Statistics& statistics);

    /// Scans until the work source is stopped, or the device has failed for good.
    void run();

private:
    struct Scan {
        SharedJob job;
        Column column;
        kernels::Work work;
        kernels::NonceRange range;
        TimePoint start;
    };

    /// True when a scan was added to the scanner's queue.
    [[nodiscard]] bool enqueue_next();
    /// False: the device gave up.
    [[nodiscard]] bool collect_oldest();
    void take_hit(const Scan& scan, const kernels::Hit& hit);
    [[nodiscard]] bool restart_device(const std::string& error);

    std::string name_;
    const kernels::Algorithm& algorithm_;
    std::unique_ptr<kernels::Scanner> scanner_;
    ScannerFactory replace_scanner_;
    WorkSource& work_;
    ShareQueue& shares_;
    Statistics& statistics_;

    Assignment assignment_;
    kernels::Work prepared_;  ///< of assignment_
    std::deque<Scan> in_flight_;
    BatchSizer batch_;
    TimePoint last_collected_;
    int failures_in_a_row_ = 0;
    bool overflow_logged_ = false;
};

/// The work item of a column under this job: header, versions and target.
[[nodiscard]] kernels::Work make_work(const kernels::Algorithm& algorithm, const MiningJob& job,
                                      const Column& column);

/// The hit of a scan over that work item as a share.
[[nodiscard]] FoundShare make_share(const kernels::Algorithm& algorithm, SharedJob job,
                                    const Column& column, const kernels::Hit& hit);

}  // namespace sluice::miner
