#pragma once
/// What is constant over a scan of sha256d, computed once per work item. A header's 80 bytes are
/// one message block and 16 bytes of the next; only the last word of these, W[3] of the second
/// block, is the nonce. So the first block, rounds 0 to 2 and W[16], W[17] of the second need no
/// repeating, and version-rolled headers share the second block's whole message schedule
/// (AsicBoost).

#include "kernels/sha256d/sha256.hpp"
#include "kernels/work.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace sluice::kernels::sha256d {

/// One version-rolled header.
struct PreparedVersion {
    State midstate;  ///< the hash value after the first block
    State after_w2;  ///< the working variables before round 3 of the second block
};

struct PreparedScan {
    std::array<PreparedVersion, versions_max> versions;
    std::uint32_t version_count;
    /// W[0..17] of the second block; the nonce's place, W[3], is 0.
    std::array<std::uint32_t, 18> words;
    /// Bits 224 to 255 of the target. A hash whose top word is above it cannot be a hit.
    std::uint32_t target_top;
};

/// For the header and target of `work`; at most versions_max versions.
[[nodiscard]] PreparedScan prepare_scan(const Work& work, std::span<const std::uint32_t> versions);

}  // namespace sluice::kernels::sha256d
