#pragma once
/// sha256d with a processor's SHA-256 instructions, for scan_loop.hpp. They work on one hash and
/// wait for each other, so several hashes are interleaved to fill the gaps: any nonces and versions
/// that follow each other, for their schedules lie in memory. For sources that name their
/// instruction set first, see lanes.hpp. Thread-safe; docs/kernels.md says more.

#include "kernels/algorithms/sha256_lanes/lanes.hpp"
#include "kernels/algorithms/sha256d/cpu/scan_loop.hpp"
#include "kernels/algorithms/sha256d/prepared_scan.hpp"

#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {
namespace {

/// Four words of a message, the first one lowest.
using FourWords [[gnu::vector_size(16)]] = std::uint32_t;

SLUICE_INLINE FourWords load_words(const std::uint32_t* words) noexcept {
    FourWords loaded;
    __builtin_memcpy(&loaded, words, sizeof(loaded));
    return loaded;
}

/// K[t] + W[t] of the second block, four at a time, with `count` nonces from `first` on: for each
/// group of rounds those of every nonce.
template <class Unit, std::size_t count>
SLUICE_INLINE void add_round_constants(const PreparedScan& scan, std::uint32_t first,
                                       FourWords* out) noexcept {
    FourWords w[count][4];
    for (std::size_t n = 0; n < count; ++n) {
        for (std::size_t i = 0; i < 4; ++i) {
            w[n][i] = load_words(&scan.words[4 * i]);
        }
        w[n][0][3] = __builtin_bswap32(first + static_cast<std::uint32_t>(n));
    }
#pragma GCC unroll 16
    for (std::size_t group = 0; group < 16; ++group) {
#pragma GCC unroll 8
        for (std::size_t n = 0; n < count; ++n) {
            if (group >= 4) {
                Unit::next_words(w[n], group);
            }
            *out++ = w[n][group % 4] + load_words(&round_constants[4 * group]);
        }
    }
}

/// `Unit` has a type State, the working variables as its instructions want them, with an order of
/// its own. Its functions: load(), nonce_addend() puts a word where a and e are, added() adds
/// element by element, next_words() replaces W[4 group - 16 ...] in a window of sixteen,
/// four_rounds(), hold() keeps a state's place in the order of the program, digest() gives a ... h
/// as words, and last_rounds() the variable e after the first of four rounds.
template <class Unit>
class ShaHasher {
public:
    using State = typename Unit::State;
    using Lane = std::uint32_t;
    struct Version {
        State midstate;
        State after_w3;
    };
    struct Schedule {
        State nonce;             ///< W[3] where it adds to the working variables
        FourWords k_plus_w[16];  ///< K[t] + W[t] of the second block
    };
    static constexpr std::size_t ways = 4;

    SLUICE_INLINE explicit ShaHasher(const PreparedScan& scan) noexcept : scan_(scan) {
        for (std::size_t v = 0; v < scan.version_count; ++v) {
            versions_[v] = {Unit::load(scan.versions[v].midstate),
                            Unit::load(scan.versions[v].after_w3)};
        }
    }

    SLUICE_INLINE const Version* version(std::uint32_t index) const noexcept {
        return &versions_[index];
    }

    SLUICE_INLINE void make_schedule(std::uint32_t nonce, Schedule& out) const noexcept {
        out.nonce = Unit::nonce_addend(__builtin_bswap32(nonce));
        add_round_constants<Unit, 1>(scan_, nonce, out.k_plus_w);
    }

    /// H7 of the outer hash of every slot: bits 224 to 255 of the hash, byte-swapped. It is the
    /// variable e after round 60 and a constant; rounds 61 to 63 only pass it on to h.
    SLUICE_INLINE void top_words(const Slot<ShaHasher> (&slots)[ways],
                                 std::uint32_t (&out)[ways]) const noexcept {
        State s[ways];
        FourWords w[ways][4];
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            s[i] = Unit::added(slots[i].version->after_w3, slots[i].schedule->nonce);
        }
#pragma GCC unroll 16
        for (std::size_t group = 1; group < 16; ++group) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i < ways; ++i) {
                Unit::four_rounds(s[i], slots[i].schedule->k_plus_w[group]);
                Unit::hold(s[i]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            start_outer_block(w[i], Unit::added(s[i], slots[i].version->midstate));
            s[i] = Unit::load(initial_state);
        }
#pragma GCC unroll 16
        for (std::size_t group = 0; group < 15; ++group) {
#pragma GCC unroll 8
            for (std::size_t i = 0; i < ways; ++i) {
                if (group >= 4) {
                    Unit::next_words(w[i], group);
                }
                Unit::four_rounds(s[i], w[i][group % 4] + load_words(&round_constants[4 * group]));
                Unit::hold(s[i]);
            }
        }
#pragma GCC unroll 8
        for (std::size_t i = 0; i < ways; ++i) {
            Unit::next_words(w[i], 15);
            out[i] = Unit::last_rounds(s[i], w[i][3] + load_words(&outer_constants.k_plus[60]));
        }
    }

private:
    /// The message of the outer hash: the digest of the inner one, and padding.
    SLUICE_INLINE static void start_outer_block(FourWords (&w)[4], const State& digest) noexcept {
        Unit::digest(digest, w[0], w[1]);
        w[2] = load_words(&outer_constants.words[8]);
        w[3] = load_words(&outer_constants.words[12]);
    }

    const PreparedScan& scan_;
    Version versions_[versions_max];
};

}  // namespace
}  // namespace sluice::kernels::sha256d
