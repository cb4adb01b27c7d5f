#pragma once
/// What miners write into their blocks as time, and what nodes accept: above the median of the last
/// eleven timestamps (BIP113's median time past), and not further ahead of the clock than the
/// future limit. Not thread-safe.

#include "difficulty/network/chain_view.hpp"
#include "lab/scenario/scenario.hpp"

#include <cstdint>

namespace sluice::lab::sim {

/// One miner's view of the moment: the clock in whole Unix seconds, and the chain's median.
struct TimestampMoment {
    std::int64_t clock_s = 0;
    std::int64_t median_s = 0;
    difficulty::Height height = 0;  ///< of the block to be timestamped
};

/// What a node's own clock gives, raised to what the chain accepts.
[[nodiscard]] inline std::int64_t honest_timestamp(const TimestampMoment& moment) noexcept {
    return moment.clock_s > moment.median_s ? moment.clock_s : moment.median_s + 1;
}

/// The timestamp of a miner who follows `timestamps`.
[[nodiscard]] std::int64_t policy_timestamp(const Timestamps& timestamps,
                                            std::int64_t future_limit_s,
                                            const TimestampMoment& moment) noexcept;

/// Whether nodes take a block of this timestamp at that moment.
[[nodiscard]] inline bool timestamp_accepted(std::int64_t timestamp, std::int64_t future_limit_s,
                                             const TimestampMoment& moment) noexcept {
    return timestamp > moment.median_s && timestamp <= moment.clock_s + future_limit_s;
}

}  // namespace sluice::lab::sim
