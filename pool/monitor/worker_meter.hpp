#pragma once
/// WorkerMeter: the counters of one worker name, shared by its sessions. A session asks the Monitor
/// for it once, when the worker authorises, and keeps it: counting a share then touches atomics
/// only. Thread-safe.

#include "pool/monitor/events.hpp"

#include <atomic>
#include <cstdint>

namespace sluice::pool::monitor {

class WorkerMeter {
public:
    WorkerMeter() = default;
    WorkerMeter(const WorkerMeter&) = delete;
    WorkerMeter& operator=(const WorkerMeter&) = delete;

    /// Sums so far. Members are read one by one, so a share in flight may be in some of them only.
    struct Reading {
        std::uint64_t accepted = 0;
        std::uint64_t rejected = 0;
        double hashes = 0;
        double hashes_squared =
            0;                  ///< sum of each share's hashes squared: variance of the estimate
        double difficulty = 0;  ///< of the latest share
        double best_share = 0;  ///< highest share difficulty reached
        std::int64_t last_share_ms = 0;  ///< 0: none yet
    };

    void add(const AcceptedShare& share) noexcept {
        accepted_.fetch_add(1, std::memory_order_relaxed);
        hashes_.fetch_add(share.hashes, std::memory_order_relaxed);
        hashes_squared_.fetch_add(share.hashes * share.hashes, std::memory_order_relaxed);
        difficulty_.store(share.difficulty, std::memory_order_relaxed);
        last_share_ms_.store(share.time_ms, std::memory_order_relaxed);
        double best = best_share_.load(std::memory_order_relaxed);
        while (share.share_difficulty > best &&
               !best_share_.compare_exchange_weak(best, share.share_difficulty,
                                                  std::memory_order_relaxed)) {
        }
    }
    /// What an earlier run left; before any share of this one.
    void restore(std::uint64_t accepted, double difficulty, double best_share,
                 std::int64_t last_share_ms) noexcept {
        accepted_.store(accepted, std::memory_order_relaxed);
        difficulty_.store(difficulty, std::memory_order_relaxed);
        best_share_.store(best_share, std::memory_order_relaxed);
        last_share_ms_.store(last_share_ms, std::memory_order_relaxed);
    }
    void add_rejected() noexcept { rejected_.fetch_add(1, std::memory_order_relaxed); }

    [[nodiscard]] Reading read() const noexcept {
        constexpr auto order = std::memory_order_relaxed;
        return {accepted_.load(order),       rejected_.load(order),   hashes_.load(order),
                hashes_squared_.load(order), difficulty_.load(order), best_share_.load(order),
                last_share_ms_.load(order)};
    }

private:
    std::atomic<std::uint64_t> accepted_{0};
    std::atomic<std::uint64_t> rejected_{0};
    std::atomic<double> hashes_{0};
    std::atomic<double> hashes_squared_{0};
    std::atomic<double> difficulty_{0};
    std::atomic<double> best_share_{0};
    std::atomic<std::int64_t> last_share_ms_{0};
};

}  // namespace sluice::pool::monitor
