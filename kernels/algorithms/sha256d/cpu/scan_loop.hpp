#pragma once
/// Walks nonces and versions for a hasher that does several hashes at a time, interleaved. Hashes
/// follow each other in the order of nonces, then versions, and any that do are interleaved, so
/// that one version or five keep a hasher as busy as sixteen. What the versions of a nonce share,
/// its message schedule, is made once. For sources that name their instruction set first, see
/// lanes.hpp. Thread-safe.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"
#include "kernels/algorithms/sha256d/prepared_scan.hpp"
#include "kernels/cpu/cpu_kernel.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {
namespace {

/// One hash of every nonce of a schedule.
template <class Hasher>
struct Slot {
    const typename Hasher::Version* version;
    const typename Hasher::Schedule* schedule;
};

/// Adds the first `valid` lanes whose byte-swapped word is <= `target_top` to the candidates.
template <class Lane>
SLUICE_INLINE void add_candidates(Lane words, std::uint32_t target_top, std::uint32_t valid,
                                  Candidate first, CandidateBuffer& out) noexcept {
    std::uint32_t word[lane_count<Lane>];
    __builtin_memcpy(word, &words, sizeof(words));
    for (std::uint32_t i = 0; i < lane_count<Lane> && i < valid; ++i) {
        if (__builtin_bswap32(word[i]) <= target_top) {
            out.add({first.nonce_offset + i, first.version_index});
        }
    }
}

/// Scans `count` nonces from `first` on. Lanes behind the last nonce are hashed and left out.
///
/// A Hasher has a type Lane of words, one for each nonce of a Schedule, a number of `ways`,
/// make_schedule() for nonces from a given one on, version() of an index, and top_words(), which
/// gives H7 of the hash of each slot.
template <class Hasher>
SLUICE_INLINE void scan_loop(const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
                             CandidateBuffer& out) noexcept {
    using Lane = typename Hasher::Lane;
    constexpr std::uint32_t nonces = lane_count<Lane>;
    constexpr std::uint32_t ways = Hasher::ways;
    const Hasher hasher(scan);
    // The slots of one step reach no more schedules than there are slots.
    typename Hasher::Schedule schedules[ways];
    std::uint32_t made = 0;
    for (Candidate next{}; next.nonce_offset < count;) {
        Candidate at[ways];
        Slot<Hasher> slots[ways];
        std::uint32_t used = 0;
        for (std::uint32_t i = 0; i < ways; ++i) {
            if (next.nonce_offset < count) {
                if (next.version_index == 0) {
                    hasher.make_schedule(first + next.nonce_offset, schedules[made++ % ways]);
                }
                at[i] = next;
                slots[i] = {hasher.version(next.version_index), &schedules[(made - 1) % ways]};
                ++used;
                if (++next.version_index == scan.version_count) {
                    next = {next.nonce_offset + nonces, 0};
                }
            } else {
                slots[i] = slots[0];
            }
        }
        Lane words[ways];
        hasher.top_words(slots, words);
        for (std::uint32_t i = 0; i < used; ++i) {
            if (LaneOperations<Lane>::any_without(words[i], scan.zero_bits)) {
                add_candidates(words[i], scan.target_top, count - at[i].nonce_offset, at[i], out);
            }
        }
    }
}

}  // namespace
}  // namespace sluice::kernels::sha256d
