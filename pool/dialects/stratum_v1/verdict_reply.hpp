#pragma once
/// What a miner is told about a refused share: one table, constant data, any thread. Codes as
/// Stratum miners expect them.

#include "pool/jobs/share_verdict.hpp"
#include "protocol/stratum_v1/error.hpp"

#include <string_view>

namespace sluice::pool {

struct VerdictReply {
    ShareVerdict verdict;
    protocol::stratum_v1::RejectCode code;  ///< of the error reply
    std::string_view text;                  ///< for the miner's screen

    bool operator==(const VerdictReply&) const = default;
};

/// Code and text have no meaning for `accepted`, nor the text for `malformed`: the reader says
/// more.
[[nodiscard]] const VerdictReply& reply_to(ShareVerdict verdict) noexcept;

}  // namespace sluice::pool
