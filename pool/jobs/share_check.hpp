#pragma once
/// check_share: whether a submitted share is the work it claims to be. The pool's hot path: no
/// allocation, no lock, no log. Thread-safe. Rules: Stratum V1 as fielded; BIP310 for version bits.

#include "pool/jobs/job.hpp"
#include "pool/jobs/share_verdict.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace sluice::pool {

/// Consensus refuses blocks more than two hours ahead of the clock.
inline constexpr std::uint32_t time_ahead_of_clock_max_s = 7200;
/// How far a miner may roll ntime past its job: more than any job lives, and within the two hours.
inline constexpr std::uint32_t time_ahead_of_job_max_s = 7000;

/// What the miner chose, from mining.submit.
struct ShareFields {
    std::span<const std::uint8_t> extranonce1;  ///< the session's, of the job's size
    std::span<const std::uint8_t> extranonce2;
    std::uint32_t time = 0;
    std::uint32_t nonce = 0;
    std::optional<std::uint32_t> version_bits;
};

/// What the session owes, and which issue of the job the share names.
struct ShareTerms {
    protocol::Target target;         ///< of the difficulty issued with the job
    std::uint32_t version_mask = 0;  ///< agreed with this session; only the job's part of it counts
    std::uint32_t now = 0;           ///< Unix seconds
    std::uint8_t reissue = 0;        ///< as in reissued()
};

struct ShareOutcome {
    ShareVerdict verdict = ShareVerdict::accepted;
    protocol::BlockHeader header;  ///< set unless the verdict forbade building it
    protocol::Hash256 pow_hash;  ///< the algorithm's hash of the header; the duplicate filter's key
    protocol::Hash256 id;        ///< the block's id; set only when is_block
    bool is_block = false;       ///< meets the network target; may even miss the share target
};

/// The part before the hash: builds the header, or says why there is none.
[[nodiscard]] ShareOutcome build_share(const Job& job, const ShareFields& share,
                                       const ShareTerms& terms) noexcept;

/// The part after it: judges the hash of the header that build_share() accepted.
void judge_share(const Job& job, const protocol::Target& target, const protocol::Hash256& pow_hash,
                 ShareOutcome& outcome) noexcept;

/// Both parts and the algorithm's reference hash between them.
/// Does not look for duplicates: see DuplicateFilter. A header that meets the network target is
/// accepted whatever the share target.
[[nodiscard]] ShareOutcome check_share(const Job& job, const ShareFields& share,
                                       const ShareTerms& terms) noexcept;

}  // namespace sluice::pool
