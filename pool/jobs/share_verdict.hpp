#pragma once
/// What the pool finds about a share. Plain values, any thread.

#include <cstddef>
#include <cstdint>

namespace sluice::pool {

enum class ShareVerdict : std::uint8_t {
    accepted,
    wrong_extranonce2_size,
    time_out_of_range,
    version_bits_outside_mask,
    job_not_found,
    stale,
    duplicate,
    low_difficulty,
    unauthorized,
    not_subscribed,
};
inline constexpr std::size_t share_verdict_count = 10;

}  // namespace sluice::pool
