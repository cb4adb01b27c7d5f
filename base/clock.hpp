#pragma once
/// The monotonic clock of the miner. What decides by time takes a TimePoint, so that tests run on a
/// clock of their own.

#include <chrono>

namespace sluice {

using Clock = std::chrono::steady_clock;
using TimePoint = Clock::time_point;

}  // namespace sluice
