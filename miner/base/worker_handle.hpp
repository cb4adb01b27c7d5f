#pragma once
/// Ties a worker thread to its supervisor: the worker tells what it is about to do, so that a
/// driver call that never returns can be noticed, and hands its results over only while the
/// supervisor still counts on it. A thread inside such a call cannot be ended; it is abandoned,
/// and should it ever return, it ends without touching anything that others see. Thread-safe.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>

namespace sluice::miner {

enum class WorkerPhase : std::uint8_t {
    starting,   ///< compiles or loads kernels
    testing,    ///< a scan of a new scanner's self-test, for which a driver may still compile
    measuring,  ///< a scan, to find the fastest kernel
    idle,       ///< waits for work; may last
    scanning,   ///< waits for its device
};

/// Whether the worker is not ready for work yet.
[[nodiscard]] constexpr bool is_starting(WorkerPhase phase) noexcept {
    return phase < WorkerPhase::idle;
}

class WorkerHandle {
public:
    /// What the worker has told of itself.
    struct Progress {
        WorkerPhase phase = WorkerPhase::starting;
        std::uint64_t count = 0;               ///< changes with every call of report_progress()
        std::chrono::nanoseconds scan_time{};  ///< what a scan takes as a rule; 0: not known yet

        bool operator==(const Progress&) const = default;
    };

    /// Called by the worker before it enters `phase`.
    void report_progress(WorkerPhase phase) noexcept {
        const std::uint64_t count = (state_.load(std::memory_order_relaxed) >> phase_bits) + 1;
        state_.store(count << phase_bits | static_cast<std::uint64_t>(phase),
                     std::memory_order_relaxed);
    }

    /// The worker: a scan took `time`.
    void scan_took(std::chrono::nanoseconds time) noexcept {
        constexpr int weight = 8;  // of the past
        const std::int64_t usual = scan_time_ns_.load(std::memory_order_relaxed);
        scan_time_ns_.store(
            usual == 0 ? time.count() : usual + (time.count() - usual) / (weight + 1),
            std::memory_order_relaxed);
    }

    [[nodiscard]] Progress progress() const noexcept {
        const std::uint64_t state = state_.load(std::memory_order_relaxed);
        return {static_cast<WorkerPhase>(state & ((1U << phase_bits) - 1)), state >> phase_bits,
                std::chrono::nanoseconds{scan_time_ns_.load(std::memory_order_relaxed)}};
    }

    /// The supervisor: from now on nothing of this worker counts.
    void abandon() {
        const std::lock_guard lock{mutex_};
        abandoned_.store(true, std::memory_order_relaxed);
    }
    [[nodiscard]] bool is_abandoned() const noexcept {
        return abandoned_.load(std::memory_order_relaxed);
    }

    /// The worker: calls `hand_over` unless it was abandoned; once abandon() has returned, it is
    /// not running either. False: it was abandoned.
    template <class HandOver>
    bool if_not_abandoned(HandOver&& hand_over) {
        const std::lock_guard lock{mutex_};
        if (is_abandoned()) {
            return false;
        }
        hand_over();
        return true;
    }

private:
    static constexpr int phase_bits = 3;

    std::atomic<std::uint64_t> state_{0};  ///< count and phase, written by the worker alone
    std::atomic<std::int64_t> scan_time_ns_{0};
    std::atomic<bool> abandoned_{false};
    std::mutex mutex_;
};

}  // namespace sluice::miner
