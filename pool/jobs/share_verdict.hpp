#pragma once
/// What the pool finds about a share. Plain values, any thread.

#include <cstddef>
#include <cstdint>

namespace sluice::pool {

enum class ShareVerdict : std::uint8_t {
    accepted,
    malformed,  ///< fields are missing or cannot be read
    wrong_extranonce2_size,
    time_out_of_range,
    version_bits_outside_mask,
    job_not_found,
    stale,
    duplicate,
    low_difficulty,
    unauthorized,
    not_subscribed,
    suspended,  ///< the worker sent too many invalid ones
    too_many,  ///< the session sent more than its difficulty asks for, or than a block has room for
    work_withdrawn,  ///< the pool cannot say whether the tip is still the tip
};
inline constexpr std::size_t share_verdict_count = 14;

}  // namespace sluice::pool
