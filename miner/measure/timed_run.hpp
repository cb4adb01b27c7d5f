#pragma once
/// One thread's scanner in a benchmark: hashes for a while, keeps the device's queue full, and
/// checks every hit with the reference hash. Belongs to one thread at a time.

#include "base/clock.hpp"
#include "kernels/api/algorithm.hpp"
#include "kernels/api/scanner.hpp"
#include "miner/base/progress_callback.hpp"
#include "miner/measure/batch_sizer.hpp"

#include <chrono>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>

namespace sluice::miner {

class TimedRun {
public:
    /// Hashes with that many header versions, from nonce `first` on.
    TimedRun(const kernels::Algorithm& algorithm, std::uint32_t versions, std::uint64_t first);

    struct Turn {
        double hashes = 0;
        double seconds = 0;
        double cpu_seconds = 0;
        double device_busy_seconds = 0;  ///< 0 on a CPU
        double device_idle_seconds = 0;
    };

    /// Gives the run the scanner that its next turns use; null: takes it away.
    void use(std::unique_ptr<kernels::Scanner> scanner) { scanner_ = std::move(scanner); }
    [[nodiscard]] const kernels::Scanner* scanner() const noexcept { return scanner_.get(); }

    /// Hashes for about `time` on the calling thread, or until `alive` says no.
    [[nodiscard]] Turn run(std::chrono::milliseconds time, const ProgressCallback& alive);

    [[nodiscard]] std::uint64_t hits_checked() const noexcept { return hits_checked_; }
    [[nodiscard]] std::uint64_t hits_wrong() const noexcept { return hits_wrong_; }
    [[nodiscard]] const std::string& error() const noexcept { return error_; }

private:
    struct Scan {
        kernels::NonceRange range;
        kernels::HashBytes target;
        TimePoint start;
    };

    void enqueue();
    void collect(Turn& turn);
    void check(const kernels::ScanResult& result, const kernels::HashBytes& target);

    const kernels::Algorithm& algorithm_;
    kernels::Work work_;
    std::unique_ptr<kernels::Scanner> scanner_;
    std::deque<Scan> in_flight_;
    TimePoint last_collected_;
    BatchSizer batch_;
    std::uint64_t next_;
    std::uint64_t hits_checked_ = 0;
    std::uint64_t hits_wrong_ = 0;
    std::string error_;
};

}  // namespace sluice::miner
