#pragma once
/// Chooses how many nonces the next scan covers, so that one scan takes about `duration_goal` at
/// the device's measured speed: long enough that its overhead vanishes, short enough for a lively
/// hashrate and, on a device that cannot be interrupted, for new work. Not thread-safe.

#include <chrono>
#include <cstdint>

namespace sluice::miner {

class BatchSizer {
public:
    static constexpr std::chrono::milliseconds duration_goal{75};
    static constexpr std::uint64_t nonces_min = 1 << 4;
    static constexpr std::uint64_t nonces_max = std::uint64_t{1} << 32;

    [[nodiscard]] std::uint64_t nonces() const noexcept { return nonces_; }

    /// A scan that was not stopped early took `elapsed` for `nonces`.
    void measured(std::uint64_t nonces, std::chrono::nanoseconds elapsed) noexcept;

private:
    /// Little enough for a slow hash with several versions, a few scans away from any speed.
    std::uint64_t nonces_ = 1 << 8;
};

}  // namespace sluice::miner
