#pragma once
/// The start and the end of a scrypt hash on a GPU, one thread each: PBKDF2 from the header to the
/// block that ROMix mixes, and from the mixed block to the hash, which is compared with the target
/// in full. Also compiled for the host. What lies between the kernels is interleaved word by word
/// over the launch's hashes, so that neighbouring threads touch neighbouring words. Thread-safe.

#include "kernels/algorithms/scrypt/gpu/device_launch.hpp"
#include "kernels/algorithms/scrypt/gpu/device_mix.hpp"
#include "kernels/algorithms/scrypt/pbkdf2_lanes.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::scrypt {

/// Those words of all hashes of a launch.
struct HashStates {
    std::uint32_t* words;  ///< state_words times `stride`
    std::uint32_t stride;  ///< hashes that there is room for

    SLUICE_DEVICE std::uint32_t& at(std::size_t word, std::uint32_t hash) const noexcept {
        return words[word * stride + hash];
    }
};

SLUICE_DEVICE void load_block(const HashStates& states, std::uint32_t hash,
                              MixBlock& block) noexcept {
    for (std::size_t i = 0; i < mix_words; ++i) {
        block[i] = states.at(i, hash);
    }
}

SLUICE_DEVICE void store_block(const HashStates& states, std::uint32_t hash,
                               const MixBlock& block) noexcept {
    for (std::size_t i = 0; i < mix_words; ++i) {
        states.at(i, hash) = block[i];
    }
}

/// The nonce and version of a launch's hash; versions of a nonce are neighbours.
SLUICE_DEVICE DeviceHit hash_place(const ScryptLaunch& launch, std::uint32_t hash) noexcept {
    return {launch.first + hash / launch.version_count, hash % launch.version_count};
}

namespace {

/// A call and not inlined: sixteen copies would not fit into the instruction cache.
SLUICE_DEVICE_CALL void compress_words(std::uint32_t (&hash)[8],
                                       const std::uint32_t (&block)[16]) noexcept {
    sha256d::compress_lanes(hash, block);
}

}  // namespace

SLUICE_DEVICE void begin_hash(const ScryptLaunch& launch, std::uint32_t hash,
                              const HashStates& states) noexcept {
    const DeviceHit place = hash_place(launch, hash);
    std::uint32_t header[20];
    for (std::size_t i = 0; i < 20; ++i) {
        header[i] = launch.header[i];
    }
    header[0] = swap_bytes(launch.versions[place.version_index]);
    header[19] = swap_bytes(place.nonce);
    HmacLanes<std::uint32_t> hmac;
    hmac_key<std::uint32_t, compress_words>(hmac, header);
    std::uint32_t b[4][8];
    first_pbkdf2<std::uint32_t, compress_words>(hmac, header, b);
    for (std::size_t i = 0; i < mix_words; ++i) {
        states.at(i, hash) = swap_bytes(b[i / 8][i % 8]);
    }
    for (std::size_t i = 0; i < 8; ++i) {
        states.at(mix_words + i, hash) = hmac.inner[i];
        states.at(mix_words + 8 + i, hash) = hmac.outer[i];
    }
}

SLUICE_DEVICE void end_hash(const ScryptLaunch& launch, std::uint32_t hash,
                            const HashStates& states, DeviceHits& hits) noexcept {
    std::uint32_t b[4][8];
    for (std::size_t i = 0; i < mix_words; ++i) {
        b[i / 8][i % 8] = swap_bytes(states.at(i, hash));
    }
    HmacLanes<std::uint32_t> hmac;
    for (std::size_t i = 0; i < 8; ++i) {
        hmac.inner[i] = states.at(mix_words + i, hash);
        hmac.outer[i] = states.at(mix_words + 8 + i, hash);
    }
    std::uint32_t out[8];
    last_pbkdf2<std::uint32_t, compress_words>(hmac, b, out);
    if (meets_target_words(out, launch.target)) {
        add_hit(hits, hash_place(launch, hash));
    }
}

}  // namespace sluice::kernels::scrypt
