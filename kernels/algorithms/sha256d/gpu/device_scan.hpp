#pragma once
/// What a GPU thread does for sha256d: its nonces, each with every version. Compiled by CUDA for
/// the device and for the host, where unit tests run it thread by thread. The rounds are those of
/// the CPU lanes. Thread-safe; docs/gpu-kernels.md.

#include "kernels/algorithms/sha256d/gpu/device_launch.hpp"
#include "kernels/algorithms/sha256d/gpu/device_schedule.hpp"
#include "kernels/gpu/device_hits.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sluice::kernels::sha256d {

/// Where a thread stands: blockIdx.x, blockDim.x and threadIdx.x.
struct ThreadPlace {
    std::uint32_t block;
    std::uint32_t block_threads;
    std::uint32_t thread;
};

/// The place in the launch of a thread's i-th nonce. A block's nonces are contiguous.
SLUICE_DEVICE std::uint32_t nonce_index(const ThreadPlace& place, std::uint32_t nonces_per_thread,
                                        std::uint32_t i) noexcept {
    return (place.block * nonces_per_thread + i) * place.block_threads + place.thread;
}

namespace {

template <class Lane, class Schedule, std::size_t... t>
SLUICE_DEVICE void second_block_rounds(LaneState<Lane>& s, const PreparedScan& scan,
                                       const PreparedVersion& version, const Schedule& schedule,
                                       const LaneSchedule<Lane>& words,
                                       std::index_sequence<t...>) noexcept {
    ((schedule.template before_round<4 + t>(scan),
      second_block_round<4 + t>(s, scan, version, words)),
     ...);
}

template <class Lane, std::size_t... t>
SLUICE_DEVICE void outer_rounds(LaneState<Lane>& s, Lane (&w)[16], const OuterConstants& outer,
                                std::index_sequence<t...>) noexcept {
    (outer_round<1 + t>(s, w, outer), ...);
}

/// Bits 224 to 255 of the hash.
template <class Lane, class Schedule>
SLUICE_DEVICE std::uint32_t hash_top(const PreparedScan& scan, const PreparedVersion& version,
                                     Lane w3, const Schedule& schedule,
                                     const LaneSchedule<Lane>& words) noexcept {
    constexpr OuterConstants constants = make_outer_constants();
    LaneState<Lane> inner;
    start_second_block(version, w3, inner);
    second_block_rounds(inner, scan, version, schedule, words, std::make_index_sequence<60>{});
    LaneState<Lane> outer;
    Lane w[16];
    start_outer_block(version, inner, constants, w, outer);
    outer_rounds(outer, w, constants, std::make_index_sequence<60>{});
    return swap_bytes(static_cast<std::uint32_t>(top_word(outer)));
}

}  // namespace

/// A thread of a launch with one version. A Lane is a word of one nonce: std::uint32_t or ImadWord.
template <class Lane>
SLUICE_DEVICE void scan_one_version(const ScanLaunch& launch, const ThreadPlace& place,
                                    DeviceHits& hits) noexcept {
    for (std::uint32_t i = 0; i < launch.nonces_per_thread; ++i) {
        const std::uint32_t index = nonce_index(place, launch.nonces_per_thread, i);
        if (index >= launch.count) {
            return;
        }
        const std::uint32_t nonce = launch.first + index;
        Lane w[16];
        w[3] = broadcast<Lane>(swap_bytes(nonce));
        LaneSchedule<Lane> words;
        const std::uint32_t top = hash_top(launch.scan, launch.scan.versions[0], w[3],
                                           RunningSchedule<Lane>{w, words}, words);
        if (top <= launch.scan.target_top) {
            add_hit(hits, {nonce, 0});
        }
    }
}

/// A thread of a launch with several versions, which share the message schedule.
template <class Lane>
SLUICE_DEVICE void scan_versions(const ScanLaunch& launch, const ThreadPlace& place,
                                 const ThreadSchedule& schedule, DeviceHits& hits) noexcept {
    for (std::uint32_t i = 0; i < launch.nonces_per_thread; ++i) {
        const std::uint32_t index = nonce_index(place, launch.nonces_per_thread, i);
        if (index >= launch.count) {
            return;
        }
        const std::uint32_t nonce = launch.first + index;
        const Lane w3 = broadcast<Lane>(swap_bytes(nonce));
        make_schedule(launch.scan, w3, schedule, std::make_index_sequence<schedule_quads>{});
        for (std::uint32_t v = 0; v < launch.scan.version_count; ++v) {
            forget_memory();  // else the whole schedule would move to registers before the loop
            LaneSchedule<Lane> words;
            const std::uint32_t top = hash_top(launch.scan, launch.scan.versions[v], w3,
                                               StoredSchedule<Lane>{schedule, words}, words);
            if (top <= launch.scan.target_top) {
                add_hit(hits, {nonce, v});
            }
        }
    }
}

}  // namespace sluice::kernels::sha256d
