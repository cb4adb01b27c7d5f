#pragma once
/// What a miner and the metrics are told about a refused share: one table, constant data, any
/// thread. Codes as Stratum miners expect them.

#include "pool/jobs/share_verdict.hpp"
#include "pool/monitor/events.hpp"
#include "protocol/stratum_v1/error.hpp"

#include <string_view>

namespace sluice::pool {

struct VerdictInfo {
    ShareVerdict verdict;
    protocol::stratum_v1::RejectCode code;  ///< of the error reply
    monitor::RejectReason reason;           ///< for the counters
    std::string_view text;                  ///< for the miner's screen

    bool operator==(const VerdictInfo&) const = default;
};

/// Code and reason have no meaning for `accepted`.
[[nodiscard]] const VerdictInfo& describe(ShareVerdict verdict) noexcept;

}  // namespace sluice::pool
