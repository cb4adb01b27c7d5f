#pragma once
/// Where the threads of a launch put what they find, and how they compare a hash with the target.
/// Runs on a GPU and in unit tests (device_code.hpp). A buffer belongs to one launch; any of its
/// threads may add to it.

#include "kernels/api/work.hpp"
#include "kernels/gpu/device_code.hpp"
#include "kernels/gpu/launch_engine.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::kernels {

struct DeviceHit {
    std::uint32_t nonce;
    std::uint32_t version_index;
};

/// Zero `count` before a launch. The hits behind hits_max are counted and lost.
struct DeviceHits {
    std::uint32_t count;
    std::uint32_t unused;
    DeviceHit hits[hits_max];
};

SLUICE_DEVICE void add_hit(DeviceHits& buffer, DeviceHit hit) noexcept {
    const std::uint32_t place = next_place(buffer.count);
    if (place < hits_max) {
        buffer.hits[place] = hit;
    }
}

/// In `count` of the host's copy until the launch's hits arrive there.
inline constexpr std::uint32_t not_arrived = ~std::uint32_t{0};

/// What a finished launch found.
[[nodiscard]] inline std::vector<LaunchCandidate> candidates_of(const DeviceHits& buffer) {
    std::vector<LaunchCandidate> candidates;
    for (std::uint32_t i = 0; i < buffer.count && i < hits_max; ++i) {
        candidates.push_back({buffer.hits[i].nonce, buffer.hits[i].version_index});
    }
    return candidates;
}

/// Of a launch that failed, or of one that had ended when another failed: what had arrived.
[[nodiscard]] inline std::vector<LaunchCandidate> arrived_candidates(const DeviceHits& copy) {
    return copy.count == not_arrived ? std::vector<LaunchCandidate>{} : candidates_of(copy);
}

/// A hash or target as eight 32-bit words, the least significant one first.
using TargetWords = std::array<std::uint32_t, 8>;

[[nodiscard]] inline TargetWords target_words(const HashBytes& bytes) noexcept {
    TargetWords words{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        words[i / 4] |= static_cast<std::uint32_t>(bytes[i]) << (8 * (i % 4));
    }
    return words;
}

/// Whether a hash, given as SHA-256's words H0 ... H7, is <= `target`.
SLUICE_DEVICE bool meets_target_words(const std::uint32_t (&hash)[8],
                                      const TargetWords& target) noexcept {
    for (std::size_t i = 8; i-- > 0;) {
        const std::uint32_t word = swap_bytes(hash[i]);
        if (word != target[i]) {
            return word < target[i];
        }
    }
    return true;
}

}  // namespace sluice::kernels
