#pragma once
/// One thread's scanner in a benchmark: hashes for a while, keeps the device's queue full, and
/// checks every hit with the reference hash. Belongs to one thread at a time.

#include "base/clock.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/scanner.hpp"
#include "kernels/bench/batch_sizer.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sluice::kernels {

/// The middle value; `values` is not empty.
[[nodiscard]] double median(std::vector<double> values);

/// The first known header with this many versions to roll, hits that seldom come, and its epoch's
/// state, which all runs of an algorithm share.
[[nodiscard]] Work benchmark_work(const Algorithm& algorithm, std::uint32_t versions);

class TimedRun {
public:
    /// Hashes `work` (benchmark_work) from nonce `first` on.
    TimedRun(const Algorithm& algorithm, Work work, std::uint64_t first);

    struct Turn {
        std::uint64_t scans = 0;
        double hashes = 0;
        double seconds = 0;
        double cpu_seconds = 0;
        double device_busy_seconds = 0;  ///< 0 on a CPU
        double device_idle_seconds = 0;
    };

    /// Gives the run the scanner that its next turns use; null: takes it away.
    void use(std::unique_ptr<Scanner> scanner) { scanner_ = std::move(scanner); }
    [[nodiscard]] const Scanner* scanner() const noexcept { return scanner_.get(); }

    /// Fills the queue of a new scanner and lets launches find their size; not counted. The next
    /// run goes on from there, so that the device does not wait in between.
    void warm_up();

    /// Called before each call into a device that might never return; false ends the run.
    using GoOn = std::function<bool()>;

    /// Hashes for about `time` on the calling thread, or until `go_on` says no.
    [[nodiscard]] Turn run(std::chrono::milliseconds time, const GoOn& go_on);
    [[nodiscard]] Turn run(std::chrono::milliseconds time) {
        return run(time, [] { return true; });
    }

    [[nodiscard]] std::uint64_t hits_checked() const noexcept { return hits_checked_; }
    [[nodiscard]] std::uint64_t hits_wrong() const noexcept { return hits_wrong_; }
    [[nodiscard]] const std::string& error() const noexcept { return error_; }

private:
    struct Scan {
        NonceRange range;
        HashBytes target;
        TimePoint start;
    };

    void enqueue();
    void collect(Turn& turn);
    void check(const ScanResult& result, const HashBytes& target);

    const Algorithm& algorithm_;
    Work work_;
    std::unique_ptr<Scanner> scanner_;
    std::deque<Scan> in_flight_;
    TimePoint last_collected_;
    BatchSizer batch_;
    std::uint64_t next_;
    std::uint64_t hits_checked_ = 0;
    std::uint64_t hits_wrong_ = 0;
    std::string error_;
};

}  // namespace sluice::kernels
