#pragma once
/// Chooses how many nonces the next scan covers, so that one scan takes about `duration_goal` at
/// the device's measured speed: long enough that its overhead vanishes, short enough for a lively
/// hashrate and, on a device that cannot be interrupted, for new work. Not thread-safe.

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace sluice::kernels {

class BatchSizer {
public:
    static constexpr std::chrono::milliseconds duration_goal{75};
    static constexpr std::uint64_t nonces_min = 1 << 4;
    static constexpr std::uint64_t nonces_max = std::uint64_t{1} << 32;

    /// As many whole launches of `launch_nonces` (Scanner::launch_nonces) as take about the goal,
    /// at least one.
    [[nodiscard]] std::uint64_t nonces(std::uint64_t launch_nonces = 1) const noexcept {
        const std::uint64_t launches = (nonces_ + launch_nonces / 2) / launch_nonces;
        return std::max<std::uint64_t>(1, launches) * launch_nonces;
    }

    /// A scan that was not stopped early took `elapsed` for `nonces`.
    void measured(std::uint64_t nonces, std::chrono::nanoseconds elapsed) noexcept;

private:
    /// Little enough for a slow hash with several versions, a few scans away from any speed.
    std::uint64_t nonces_ = 1 << 8;
};

}  // namespace sluice::kernels
