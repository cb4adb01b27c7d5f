#pragma once
/// Decides which pool of the list to try next, and after which pause: a connection that worked well
/// is resumed at the same pool, one that failed passes to the next, and after every whole round the
/// pause doubles, with jitter so that a farm does not come back as one. Pure; not thread-safe.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

namespace sluice::miner {

struct RetryPolicy {
    std::chrono::milliseconds pause_min{1000};
    std::chrono::milliseconds pause_max{30000};
    /// Rounds through all pools that may fail in a row before the miner gives up; none: never.
    std::optional<int> retries_max{};
    /// A connection that worked this long was a good one.
    std::chrono::milliseconds steady_after{30000};
};

class PoolRotation {
public:
    PoolRotation(std::size_t pools, const RetryPolicy& policy, std::uint64_t seed)
        : pools_(pools), policy_(policy), random_(seed) {}

    /// The pool to connect to now.
    [[nodiscard]] std::size_t pool() const noexcept { return pool_; }

    /// The connection ended after it had worked for that long (zero: it never did). Gives the pause
    /// before the next attempt, or nullopt to give up.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ended(
        std::chrono::milliseconds worked_for);

    /// The first pool is well again.
    void prefer_first() noexcept { pool_ = 0; }

private:
    /// Between half of `pause` and all of it.
    [[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds pause);

    std::size_t pools_;
    RetryPolicy policy_;
    std::mt19937_64 random_;
    std::size_t pool_ = 0;
    int rounds_failed_ = 0;
};

}  // namespace sluice::miner
