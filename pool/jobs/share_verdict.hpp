#pragma once
/// What the pool says to a share, with the error code and text that Stratum miners expect. One
/// table, constant data, any thread.

#include "protocol/stratum/error.hpp"

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
    ShareVerdict verdict;
    protocol::stratum::RejectCode code;  ///< of the error reply; without meaning for `accepted`
    std::string_view name;               ///< for logs and metric labels
    std::string_view text;               ///< for the miner's screen

    bool operator==(const VerdictInfo&) const = default;
};

[[nodiscard]] const VerdictInfo& describe(ShareVerdict verdict) noexcept;

}  // namespace sluice::pool
