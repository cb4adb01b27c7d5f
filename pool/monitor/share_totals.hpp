#pragma once
/// ShareTotals: the pool's share counters, spread over cache lines so that shards do not contend.
/// Sums of hashes are doubles: a 64-bit integer overflows within minutes on a large pool, and what
/// is paid is counted by the ledger, not here. Thread-safe, lock-free.

#include "pool/monitor/events.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>

namespace sluice::pool::monitor {

class ShareTotals {
public:
    struct Reading {
        std::uint64_t accepted = 0;
        std::uint64_t rejected = 0;
        std::array<std::uint64_t, reject_reason_count> rejected_by{};
        double hashes = 0;
        double hashes_squared = 0;
    };

    void add_accepted(double hashes) noexcept {
        Stripe& stripe = mine();
        stripe.accepted.fetch_add(1, std::memory_order_relaxed);
        stripe.hashes.fetch_add(hashes, std::memory_order_relaxed);
        stripe.hashes_squared.fetch_add(hashes * hashes, std::memory_order_relaxed);
    }

    void add_rejected(RejectReason reason) noexcept {
        mine().rejected_by[static_cast<std::size_t>(reason)].fetch_add(1,
                                                                       std::memory_order_relaxed);
    }

    [[nodiscard]] Reading read() const noexcept {
        Reading sum;
        for (const Stripe& stripe : stripes_) {
            sum.accepted += stripe.accepted.load(std::memory_order_relaxed);
            sum.hashes += stripe.hashes.load(std::memory_order_relaxed);
            sum.hashes_squared += stripe.hashes_squared.load(std::memory_order_relaxed);
            for (std::size_t i = 0; i < reject_reason_count; ++i) {
                const auto count = stripe.rejected_by[i].load(std::memory_order_relaxed);
                sum.rejected_by[i] += count;
                sum.rejected += count;
            }
        }
        return sum;
    }

private:
    /// More than the shards of any pool; threads that share one stay correct.
    static constexpr std::size_t stripe_count = 32;

    struct alignas(64) Stripe {
        std::atomic<std::uint64_t> accepted{0};
        std::atomic<double> hashes{0};
        std::atomic<double> hashes_squared{0};
        std::array<std::atomic<std::uint64_t>, reject_reason_count> rejected_by{};
    };

    [[nodiscard]] Stripe& mine() noexcept {
        return stripes_[std::hash<std::thread::id>{}(std::this_thread::get_id()) % stripe_count];
    }

    std::array<Stripe, stripe_count> stripes_{};
};

}  // namespace sluice::pool::monitor
