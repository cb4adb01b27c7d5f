#pragma once
/// LogLimit bounds how many lines of one kind are logged: what anybody on the network can cause
/// without cost must not fill the disk. Thread-safe; the clock is passed in.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace sluice::pool {

class LogLimit {
public:
    using Clock = std::chrono::steady_clock;

    constexpr LogLimit(std::uint32_t lines_max, std::chrono::seconds period) noexcept
        : lines_max_(lines_max), period_(period) {}

    /// How many lines were left out since the last one that was let through; nullopt: leave this
    /// one out as well.
    [[nodiscard]] std::optional<std::uint64_t> pass(Clock::time_point now);

private:
    const std::uint32_t lines_max_;
    const std::chrono::seconds period_;
    std::mutex mutex_;
    std::optional<Clock::time_point> period_began_;
    std::uint32_t lines_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace sluice::pool
