#pragma once
/// Decides which pool of the list to try next, and after which pause: a connection that worked well
/// is resumed at the same pool, one that failed passes to the next, and after every whole round the
/// pause doubles, with jitter so that a farm does not come back as one. Also when to look whether
/// the first pool is well again. Pure; not thread-safe.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>

namespace sluice::miner {

struct RetryPolicy {
    std::chrono::milliseconds pause_min{1000};
    std::chrono::milliseconds pause_max{30000};
    /// Failed rounds through all pools, in a row, after which the miner gives up; none: never.
    std::optional<int> rounds_max{};
    /// A connection that worked this long was a good one.
    std::chrono::milliseconds steady_after{30000};
    /// Reconnects that a pool may ask for in a row without one such connection between. More would
    /// keep the miner from its other pools.
    int reconnects_max = 3;
    /// While another pool is in use the first is tried this often; the gap doubles with every
    /// attempt that failed, and with every return that did not last, up to first_pool_check_max.
    std::chrono::milliseconds first_pool_check{60000};
    std::chrono::milliseconds first_pool_check_max{900000};
};

class PoolRotation {
public:
    PoolRotation(std::size_t pools, const RetryPolicy& policy, std::uint64_t seed)
        : pools_(pools), policy_(policy), random_(seed), first_pool_gap_(policy.first_pool_check) {}

    /// The pool to connect to now.
    [[nodiscard]] std::size_t pool() const noexcept { return pool_; }

    /// The connection ended after it had worked for that long (zero: it never did). Gives the pause
    /// before the next attempt, or nullopt to give up.
    [[nodiscard]] std::optional<std::chrono::milliseconds> ended(
        std::chrono::milliseconds worked_for);

    /// The connection ended, after it had worked for that long, because the pool asked for another
    /// one. False: it has asked too often, and ended() decides.
    [[nodiscard]] bool follow_reconnect(std::chrono::milliseconds worked_for);

    /// How long to wait, while another pool is in use, before the next look at the first.
    [[nodiscard]] std::chrono::milliseconds first_pool_gap() const noexcept {
        return first_pool_gap_;
    }
    /// The pool in use takes logins and gives work, so that it will look well, but is of no use:
    /// where it is the first one, it is not looked at again for the longest gap.
    void mistrust() noexcept;
    /// The first pool was looked at, and is not well.
    void first_pool_failed();
    /// The first pool is well again.
    void return_to_first() noexcept;

private:
    void note_steadiness(std::chrono::milliseconds worked_for);
    /// Between half of `pause` and all of it.
    [[nodiscard]] std::chrono::milliseconds jittered(std::chrono::milliseconds pause);

    std::size_t pools_;
    RetryPolicy policy_;
    std::mt19937_64 random_;
    std::size_t pool_ = 0;
    int rounds_failed_ = 0;
    int reconnects_ = 0;  ///< in a row
    std::chrono::milliseconds first_pool_gap_;
    bool returned_ = false;  ///< to the first pool, and it has not proved steady yet
};

}  // namespace sluice::miner
