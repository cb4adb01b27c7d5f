#pragma once
/// What the pool says to a share, with the error code and text that Stratum miners expect. One
/// table, constant data, any thread.

#include <cstdint>
#include <string_view>

namespace sluice::pool {

enum class ShareVerdict : std::uint8_t {
    accepted,
    wrong_extranonce2_size,
    time_out_of_range,
    version_bits_outside_mask,
    job_not_found,
    duplicate,
    low_difficulty,
    unauthorized,
    not_subscribed,
};

struct VerdictInfo {
    int stratum_code;       ///< 20 other, 21 stale, 22 duplicate, 23 low, 24 and 25 who; 0 accepted
    std::string_view text;  ///< for the miner's screen
    std::string_view name;  ///< for logs and metric labels
};

[[nodiscard]] const VerdictInfo& describe(ShareVerdict verdict) noexcept;

}  // namespace sluice::pool
