#pragma once
/// The exact check of what a launch of sha256d found: a hash whose top word equals the target's may
/// still be above the target. Once in 2^32 hashes, so it has a kernel of its own, with one thread
/// for each hit. Compiled for the device and for the host (device_scan.hpp). Thread-safe.

#include "kernels/sha256d/compress_lanes.hpp"
#include "kernels/sha256d/device_scan.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {
namespace {

/// The second block of the header, then the outer hash: H0 ... H7.
SLUICE_DEVICE void hash_words(const PreparedScan& scan, DeviceHit hit,
                              std::uint32_t (&hash)[8]) noexcept {
    constexpr State start = initial_state;
    std::uint32_t block[16];
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = scan.words[i];
    }
    block[3] = swap_bytes(hit.nonce);
    std::uint32_t inner[8];
    for (std::size_t i = 0; i < 8; ++i) {
        inner[i] = scan.versions[hit.version_index].midstate[i];
        hash[i] = start[i];
    }
    compress_lanes(inner, block);
    for (std::size_t i = 0; i < 16; ++i) {
        block[i] = i < 8 ? inner[i] : 0;
    }
    block[8] = 0x80000000;  // the padding's one bit
    block[15] = 256;        // the message's length in bits
    compress_lanes(hash, block);
}

}  // namespace

/// Thread `i` of as many as a buffer holds. What the scan's shortcuts got wrong is left in the
/// buffer, so that the host sees it.
SLUICE_DEVICE void confirm_hit(const ScanLaunch& launch, std::uint32_t i,
                               DeviceHits& hits) noexcept {
    if (i >= hits.count || i >= hits_max) {
        return;
    }
    std::uint32_t hash[8];
    hash_words(launch.scan, hits.hits[i], hash);
    if (swap_bytes(hash[7]) == launch.target[7] && !meets_target_words(hash, launch.target)) {
        hits.hits[i].version_index = no_version;
    }
}

}  // namespace sluice::kernels::sha256d
