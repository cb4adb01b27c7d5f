#pragma once
/// Judges by a worker's progress whether its device hangs: SICK when a call has taken longer
/// than its bound, DEAD when it has taken several times that. Pure: time is passed in. Not
/// thread-safe.

#include "base/clock.hpp"
#include "miner/base/worker_handle.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sluice::miner {

struct WatchdogLimits {
    /// A scan may take this, and this many times what scans take as a rule, whichever is longer.
    std::chrono::seconds scan_min{10};
    int scan_factor = 20;
    /// Compiling a kernel for a new card takes minutes,
    std::chrono::seconds start{300};
    /// and what a driver leaves to its first launches less.
    std::chrono::seconds first_scans{60};
    /// DEAD at this many times the bound of SICK.
    int dead_factor = 3;
    /// Between two looks at a worker no more counts as silence: where they lie further apart, the
    /// whole process stood still (Ctrl-Z, a paused virtual machine), and the worker with it.
    std::chrono::seconds look_interval_max{2};
};

class Watchdog {
public:
    enum class Verdict { well, sick, dead };

    Watchdog(const WatchdogLimits& limits, TimePoint now)
        : limits_(limits), since_(now), looked_(now) {}

    /// Call at least once a second.
    [[nodiscard]] Verdict judge(const WorkerHandle::Progress& progress, TimePoint now) noexcept {
        since_ += std::max(Clock::duration::zero(), now - looked_ - limits_.look_interval_max);
        looked_ = now;
        if (progress.count != last_count_ || progress.phase == WorkerPhase::idle) {
            last_count_ = progress.count;
            since_ = now;
        }
        const auto silent = silence(now);
        const auto bound = bound_of(progress);
        return silent < bound                         ? Verdict::well
               : silent < limits_.dead_factor * bound ? Verdict::sick
                                                      : Verdict::dead;
    }

    /// How long ago the last progress was seen, without the time that the process stood still.
    [[nodiscard]] std::chrono::nanoseconds silence(TimePoint now) const noexcept {
        return now - since_;
    }

private:
    [[nodiscard]] std::chrono::nanoseconds bound_of(
        const WorkerHandle::Progress& progress) const noexcept {
        if (progress.phase == WorkerPhase::starting) {
            return limits_.start;
        }
        if (progress.phase == WorkerPhase::testing) {
            return limits_.first_scans;
        }
        return std::max<std::chrono::nanoseconds>(limits_.scan_min,
                                                  limits_.scan_factor * progress.scan_time);
    }

    WatchdogLimits limits_;
    std::uint64_t last_count_ = 0;
    TimePoint since_;   ///< the last progress was seen, later by what the process stood still
    TimePoint looked_;  ///< last call of judge()
};

}  // namespace sluice::miner
