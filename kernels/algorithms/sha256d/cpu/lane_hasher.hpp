#pragma once
/// sha256d over lanes, for scan_loop.hpp: the second block of the header for all nonces of a
/// vector, then the outer hash up to the one word that a target rarely lets pass. For sources that
/// name their instruction set first, see lanes.hpp. Thread-safe; docs/kernels.md derives what is
/// left out.

#include "kernels/algorithms/sha256d/cpu/scan_loop.hpp"
#include "kernels/algorithms/sha256d/lane_rounds.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>

namespace sluice::kernels::sha256d {
namespace {

/// The same object, but the compiler no longer knows what is in it: it would keep each constant in
/// a register of its own and spill them all, and a broadcast from memory is free.
template <class Value>
SLUICE_INLINE const Value& opaque(const Value& value) noexcept {
    const Value* address = &value;
    asm("" : "+r"(address));
    return *address;
}

template <class LaneType, std::size_t ways_>
class LaneHasher {
public:
    using Lane = LaneType;
    using Version = PreparedVersion;
    using Schedule = LaneSchedule<Lane>;
    static constexpr std::size_t ways = ways_;

    SLUICE_INLINE explicit LaneHasher(const PreparedScan& scan) noexcept : scan_(scan) {}

    SLUICE_INLINE const Version* version(std::uint32_t index) const noexcept {
        return &scan_.versions[index];
    }

    /// The nonces are little-endian in the header, big-endian in SHA-256.
    SLUICE_INLINE void make_schedule(std::uint32_t first, Schedule& out) const noexcept {
        std::uint32_t words[lane_count<Lane>];
        for (std::uint32_t i = 0; i < lane_count<Lane>; ++i) {
            words[i] = __builtin_bswap32(first + i);
        }
        __builtin_memcpy(&out.nonces, words, sizeof(words));
        schedule_words(out, std::make_index_sequence<64 - 18>{});
    }

    /// The top word of the hash of each slot's nonces.
    SLUICE_INLINE void top_words(const Slot<LaneHasher> (&slots)[ways],
                                 Lane (&out)[ways]) const noexcept {
        LaneState<Lane> inner[ways];
        for (std::size_t i = 0; i < ways; ++i) {
            start_second_block(*slots[i].version, slots[i].schedule->nonces, inner[i]);
        }
        second_block(inner, slots, std::make_index_sequence<60>{});

        const OuterConstants& constants = opaque(outer_constants);
        LaneState<Lane> outer[ways];
        Lane w[ways][16];
        for (std::size_t i = 0; i < ways; ++i) {
            start_outer_block(*slots[i].version, inner[i], constants, w[i], outer[i]);
        }
        outer_block(outer, w, constants, std::make_index_sequence<60>{});
        for (std::size_t i = 0; i < ways; ++i) {
            out[i] = top_word(outer[i]);
        }
    }

private:
    template <std::size_t... i>
    SLUICE_INLINE void schedule_words(Schedule& out, std::index_sequence<i...>) const noexcept {
        const Words& k = opaque(round_constants);
        Lane w[16];
        w[3] = out.nonces;
        (schedule_word<18 + i>(scan_, k, w, out), ...);
    }

    /// Rounds 4 to 63 of the second block, interleaved.
    template <std::size_t... i>
    SLUICE_INLINE void second_block(LaneState<Lane> (&s)[ways],
                                    const Slot<LaneHasher> (&slots)[ways],
                                    std::index_sequence<i...>) const noexcept {
        (second_block_rounds<4 + i>(s, slots, std::make_index_sequence<ways>{}), ...);
    }

    template <std::size_t t, std::size_t... way>
    SLUICE_INLINE void second_block_rounds(LaneState<Lane> (&s)[ways],
                                           const Slot<LaneHasher> (&slots)[ways],
                                           std::index_sequence<way...>) const noexcept {
        (second_block_round<t>(s[way], scan_, *slots[way].version, *slots[way].schedule), ...);
    }

    /// Rounds 1 to 60 of the outer hash, interleaved.
    template <std::size_t... i>
    SLUICE_INLINE static void outer_block(LaneState<Lane> (&s)[ways], Lane (&w)[ways][16],
                                          const OuterConstants& constants,
                                          std::index_sequence<i...>) noexcept {
        (outer_rounds<1 + i>(s, w, constants, std::make_index_sequence<ways>{}), ...);
    }

    template <std::size_t t, std::size_t... way>
    SLUICE_INLINE static void outer_rounds(LaneState<Lane> (&s)[ways], Lane (&w)[ways][16],
                                           const OuterConstants& constants,
                                           std::index_sequence<way...>) noexcept {
        (outer_round<t>(s[way], w[way], constants), ...);
    }

    const PreparedScan& scan_;
};

}  // namespace
}  // namespace sluice::kernels::sha256d
