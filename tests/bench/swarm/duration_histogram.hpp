#pragma once
/// Durations in buckets of equal ratio, so that quantiles of millions of them take a fixed memory
/// and are exact to 2 %. Regular value; not thread-safe.

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace sluice::swarm {

class DurationHistogram {
public:
    void record(std::chrono::nanoseconds duration) noexcept;
    void merge(const DurationHistogram& other) noexcept;

    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
    [[nodiscard]] std::chrono::nanoseconds max() const noexcept { return max_; }

    /// The least duration that `fraction` of all do not exceed, rounded up to its bucket's end; 0
    /// when there is none.
    [[nodiscard]] std::chrono::nanoseconds quantile(double fraction) const noexcept;

    bool operator==(const DurationHistogram&) const = default;

private:
    /// From 1 us on, 32 buckets for each doubling; the last one begins at 68 s.
    static constexpr std::size_t buckets_per_doubling = 32;
    static constexpr std::size_t bucket_count = 26 * buckets_per_doubling + 1;

    std::array<std::uint64_t, bucket_count> counts_{};
    std::uint64_t count_ = 0;
    std::chrono::nanoseconds max_{};
};

}  // namespace sluice::swarm
