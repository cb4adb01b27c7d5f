#pragma once
/// What miners write into their blocks as time, and what nodes accept: above the median of the last
/// eleven stamps (BIP113's median time past), and not further ahead of the clock than the future
/// limit. Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "lab/scenario/scenario.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::lab::sim {

/// The last eleven stamps, kept in order of arrival and of size.
class MedianTime {
public:
    void append(std::int64_t stamp) noexcept;
    /// Of the stamps so far, as the consensus rule takes it; at least one was appended.
    [[nodiscard]] std::int64_t median() const noexcept { return sorted_[count_ / 2]; }

private:
    std::array<std::int64_t, difficulty::median_time_span> arrived_{};
    std::array<std::int64_t, difficulty::median_time_span> sorted_{};
    std::size_t count_ = 0;
    std::size_t oldest_ = 0;
};

/// One miner's view of the moment: the clock in whole Unix seconds, and the chain's median.
struct StampMoment {
    std::int64_t clock_s = 0;
    std::int64_t median_s = 0;
    difficulty::Height height = 0;  ///< of the block to be stamped
};

/// What a node's own clock gives, raised to what the chain accepts.
[[nodiscard]] inline std::int64_t honest_stamp(const StampMoment& moment) noexcept {
    return moment.clock_s > moment.median_s ? moment.clock_s : moment.median_s + 1;
}

/// The stamp of a miner who follows `stamps`.
[[nodiscard]] std::int64_t policy_stamp(const Stamps& stamps, std::int64_t future_limit_s,
                                        const StampMoment& moment) noexcept;

/// Whether nodes take a block of this stamp at that moment.
[[nodiscard]] inline bool stamp_accepted(std::int64_t stamp, std::int64_t future_limit_s,
                                         const StampMoment& moment) noexcept {
    return stamp > moment.median_s && stamp <= moment.clock_s + future_limit_s;
}

}  // namespace sluice::lab::sim
