#pragma once
/// Median time past of a growing chain: median_time_past of its tip without reading the chain
/// again. Copying forks the chain. Not thread-safe.

#include "difficulty/network/chain_view.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::difficulty {

class RunningMedianTime {
public:
    void append(std::int64_t time) {
        std::size_t count = std::min(appended_, median_time_span);
        std::int64_t& slot = newest_[appended_ % median_time_span];
        if (count == median_time_span) {
            const auto gone = std::find(sorted_.begin(), sorted_.end(), slot);
            std::copy(gone + 1, sorted_.end(), gone);
            --count;
        }
        slot = time;
        ++appended_;
        // Timestamps mostly rise, so the place is mostly the last one.
        for (; count > 0 && sorted_[count - 1] > time; --count) {
            sorted_[count] = sorted_[count - 1];
        }
        sorted_[count] = time;
    }

    /// Of the tip; at least one block was appended.
    [[nodiscard]] std::int64_t median() const {
        return sorted_[std::min(appended_, median_time_span) / 2];
    }

private:
    std::array<std::int64_t, median_time_span> newest_{};  // a ring, in order of height
    std::array<std::int64_t, median_time_span> sorted_{};
    std::size_t appended_ = 0;
};

}  // namespace sluice::difficulty
