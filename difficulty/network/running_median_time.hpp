#pragma once
/// Median time past of a growing chain: median_time_past of its tip without reading the chain
/// again. Copying forks the chain. Not thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::difficulty {

class RunningMedianTime {
public:
    void append(std::int64_t time) {
        std::size_t gap = count_;  // the place in sorted_ that becomes free
        if (count_ < median_time_span) {
            newest_[count_++] = time;
        } else {
            const std::int64_t leaving = newest_[oldest_];
            newest_[oldest_] = time;
            oldest_ = oldest_ + 1 == median_time_span ? 0 : oldest_ + 1;
            gap = 0;
            while (sorted_[gap] != leaving) {
                ++gap;
            }
        }
        for (; gap + 1 < count_ && sorted_[gap + 1] < time; ++gap) {
            sorted_[gap] = sorted_[gap + 1];
        }
        for (; gap > 0 && sorted_[gap - 1] > time; --gap) {
            sorted_[gap] = sorted_[gap - 1];
        }
        sorted_[gap] = time;
    }

    /// Of the tip; at least one block was appended.
    [[nodiscard]] std::int64_t median() const { return sorted_[count_ / 2]; }

private:
    std::array<std::int64_t, median_time_span> newest_{};  // a ring, in order of height
    std::array<std::int64_t, median_time_span> sorted_{};
    std::size_t count_ = 0;
    std::size_t oldest_ = 0;  // in newest_, once it is full
};

}  // namespace sluice::difficulty
