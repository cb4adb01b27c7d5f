#pragma once
/// check_share: whether a submitted share is the work it claims to be. The pool's hot path: no
/// allocation, no lock, no log. Thread-safe. Rules: Stratum V1 as fielded; BIP310 for version bits.

#include "pool/jobs/job.hpp"
#include "pool/jobs/share_verdict.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>

namespace sluice::pool {

/// How far a miner may roll ntime past the source's clock, which is the template's time and what
/// has passed since on the steady clock. Nodes refuse blocks more than 7,200 s ahead of their own
/// clocks; 200 s are left for those that are behind.
inline constexpr std::uint32_t time_ahead_max_s = 7000;

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
    protocol::Target target;          ///< of the difficulty issued with the job
    std::uint32_t version_mask = 0;   ///< agreed with this session; only the job's part counts
    std::chrono::seconds job_age{0};  ///< on the steady clock, since the job was made
    std::uint8_t reissue = 0;         ///< as in reissued()
};

struct ShareOutcome {
    ShareVerdict verdict = ShareVerdict::accepted;
    bool has_header = false;  ///< false: nothing to hash, the extranonce2 makes no coinbase
    protocol::BlockHeader header;
    protocol::Hash256 pow_hash;  ///< the algorithm's hash of the header; the duplicate filter's key
    protocol::Hash256 id;        ///< the block's id; set only when is_block
    bool has_work = false;       ///< meets the share target or the network's
    bool is_block = false;       ///< meets the network target, whatever the verdict
};

/// The part before the hash: builds the header and judges what can be judged without its hash. The
/// header is there even when time or version bits are refused, since it may make a block: whether
/// one is good is the source's to say.
[[nodiscard]] ShareOutcome build_share(const Job& job, const ShareFields& share,
                                       const ShareTerms& terms) noexcept;

/// The part after it: judges the hash of the header that build_share() made.
void judge_share(const Job& job, const protocol::Target& target, const protocol::Hash256& pow_hash,
                 ShareOutcome& outcome) noexcept;

/// Both parts and the algorithm's reference hash between them.
/// Does not look for duplicates: see DuplicateFilter. A header that meets the network target is
/// accepted whatever the share target.
[[nodiscard]] ShareOutcome check_share(const Job& job, const ShareFields& share,
                                       const ShareTerms& terms) noexcept;

}  // namespace sluice::pool
