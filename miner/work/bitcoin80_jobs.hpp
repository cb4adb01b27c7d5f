#pragma once
/// Jobs of the header family bitcoin80: the coinbase makes the merkle root, the header's version
/// and time roll (BIP 310, 320), and a share is what of it was varied. Pure functions, any thread.

#include "miner/work/job_family.hpp"

namespace sluice::miner {

/// What devices look for: hashes that meet the share's target or the network's, whichever is the
/// easier. The network's counts no easier than block_search_hashes.
[[nodiscard]] protocol::Target search_target(const MiningJob& job,
                                             const kernels::Algorithm& algorithm);

/// Hashes to a block below which a chain's blocks come by the thousand a second on fast devices and
/// would crowd out the shares: then only hashes as rare as this are looked for. Every hit is hashed
/// again on the CPU, where a slow one takes 0.3 ms.
[[nodiscard]] constexpr double block_search_hashes(const kernels::Algorithm& algorithm) noexcept {
    return is_slow(algorithm) ? 0x1p14 : 0x1p24;
}

extern const JobFamily bitcoin80_jobs;

}  // namespace sluice::miner
