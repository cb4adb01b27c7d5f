#pragma once
/// Clocks: the monotonic one, and a thread's CPU time. What decides by time takes a TimePoint, so
/// that tests run on a clock of their own.

#include <chrono>
#include <ctime>

namespace sluice {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

/// Seconds of CPU time that the calling thread has used; they stand still while others run.
[[nodiscard]] inline double thread_cpu_seconds() noexcept {
    timespec used{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
    return static_cast<double>(used.tv_sec) + static_cast<double>(used.tv_nsec) * 1e-9;
}

}  // namespace sluice
