#pragma once
/// Hashes per second over the last seconds, from batches of finished hashes. Keeps one counter a
/// second; time is passed in. Not thread-safe.

#include "base/clock.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::miner {

class HashrateMeter {
public:
    static constexpr std::chrono::seconds window_max{60};

    explicit HashrateMeter(TimePoint start) noexcept : start_(start) {}

    void add(TimePoint now, std::uint64_t hashes) noexcept;

    /// Mean over the last `window` (at most window_max), or since the start if that is shorter.
    [[nodiscard]] double per_second(TimePoint now, std::chrono::seconds window) const noexcept;

private:
    struct Slot {
        std::int64_t second = -1;  ///< since the start
        std::uint64_t hashes = 0;
    };

    [[nodiscard]] std::int64_t second_of(TimePoint now) const noexcept;

    TimePoint start_;
    std::array<Slot, static_cast<std::size_t>(window_max.count())> slots_{};
};

}  // namespace sluice::miner
