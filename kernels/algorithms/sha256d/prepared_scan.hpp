#pragma once
/// What is constant over a scan of sha256d, computed once per work item. A header's 80 bytes are
/// one message block and 16 bytes of the next; only the last word of these, W[3] of the second
/// block, is the nonce. So the first block, rounds 0 to 2 and much of the rounds and words up to
/// 33 need no repeating, and version-rolled headers share the second block's whole message
/// schedule (AsicBoost). Values; docs/kernels.md derives them.

#include "kernels/algorithms/sha256_lanes/message_words.hpp"
#include "kernels/api/work.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace sluice::kernels::sha256d {

/// One version-rolled header.
struct PreparedVersion {
    State midstate;  ///< the hash value after the first block
    /// The working variables after round 3 of the second block for W[3] = 0. The true W[3] adds to
    /// a and e, and to nothing else.
    State after_w3;
    /// h + K[t] + W[t] of rounds 4, 5 and 6, whose h is not yet reached by the nonce.
    std::array<std::uint32_t, 3> h_k_w;
};

struct PreparedScan {
    std::array<PreparedVersion, versions_max> versions;
    std::uint32_t version_count;
    /// Of the second block: W[0..17], zero for the nonce, then the known part of W[18..33].
    Words words;
    Words k_plus_words;  ///< K[t] + words[t]; for t < 18 the whole of what round t adds
    /// Bits 224 to 255 of the target. A hash whose top word is above it cannot be a hit.
    std::uint32_t target_top;
    /// The bits that a top word of at most target_top cannot have, in the byte order of H7.
    std::uint32_t zero_bits;
};

/// For the header and target of `work`; at most versions_max versions.
[[nodiscard]] PreparedScan prepare_scan(const Work& work, std::span<const std::uint32_t> versions);

}  // namespace sluice::kernels::sha256d
