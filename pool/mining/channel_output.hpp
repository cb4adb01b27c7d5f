#pragma once
/// What goes into a channel and comes out of it: shares, and what its miner is to be sent. A
/// dialect turns lines into the one and the other into lines. Belongs to the channel's thread.

#include "pool/jobs/share_check.hpp"
#include "pool/mining/credit_batcher.hpp"
#include "pool/mining/issued_jobs.hpp"

#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::pool {

/// What a channel sends to its miner; mask and difficulty go before the job that they hold for. A
/// share is answered once: one that is malformed within the call that submits it, others then or in
/// a later call, in the order of the shares.
class ChannelOutput {
public:
    /// The bits that may be rolled in jobs to come.
    virtual void send_version_mask(std::uint32_t mask) = 0;
    /// The share difficulty of jobs to come.
    virtual void send_difficulty(double difficulty) = 0;
    /// `clean`: the miner is to drop the jobs that it has.
    virtual void send_job(const IssuedJob& issued, bool clean) = 0;
    /// The share of this request counts once `batch` is committed.
    virtual void send_accepted(std::string_view request, BatchNumber batch) = 0;
    virtual void send_refused(std::string_view request, ShareVerdict verdict) = 0;

protected:
    ~ChannelOutput() = default;
};

/// A share as the miner sent it. Views live as long as the call.
struct Submission {
    std::string_view request;  ///< the dialect's word for it, which comes back with the answer
    std::string_view worker;   ///< at most as long as a name that may log in
    std::string_view job_id;
    std::optional<ShareFields> share;  ///< without extranonce1; nullopt: malformed
};

}  // namespace sluice::pool
