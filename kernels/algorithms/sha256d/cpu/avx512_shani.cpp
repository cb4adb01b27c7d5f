// The SHA extensions of x86-64 beside 256-bit vectors with AVX-512's instructions. sha256rnds2 runs
// on a unit of its own and leaves most of the vector units idle, so it does the inner hashes of
// sixteen nonces while two vectors do the outer hashes of the sixteen before them. The two are
// independent, and the processor runs them side by side as long as the program alternates between
// them. docs/kernels.md counts the operations.

#include "kernels/algorithms/sha256d/cpu/scan_functions.hpp"

#define SLUICE_LANE_TARGET "avx512f,avx512vl,sha,sse4.1"
#include "kernels/algorithms/sha256d/cpu/sha_ni.hpp"
#include "kernels/algorithms/sha256d/lane_rounds.hpp"

#include <utility>

namespace sluice::kernels::sha256d {
namespace {

using Lanes8 [[gnu::vector_size(32)]] = std::uint32_t;

SLUICE_INLINE __m256i raw(Lanes8 x) noexcept { return reinterpret_cast<__m256i>(x); }
SLUICE_INLINE Lanes8 lanes(__m256i x) noexcept { return reinterpret_cast<Lanes8>(x); }

template <>
struct LaneOperations<Lanes8> {
    SLUICE_INLINE static Lanes8 xor3(Lanes8 x, Lanes8 y, Lanes8 z) noexcept {
        return lanes(_mm256_ternarylogic_epi32(raw(x), raw(y), raw(z), 0x96));
    }
    SLUICE_INLINE static Lanes8 choice(Lanes8 e, Lanes8 f, Lanes8 g) noexcept {
        return lanes(_mm256_ternarylogic_epi32(raw(e), raw(f), raw(g), 0xca));
    }
    SLUICE_INLINE static Lanes8 majority(Lanes8 a, Lanes8 b, Lanes8 c) noexcept {
        return lanes(_mm256_ternarylogic_epi32(raw(a), raw(b), raw(c), 0xe8));
    }
    SLUICE_INLINE static bool any_without(Lanes8 x, std::uint32_t mask) noexcept {
        return _mm256_testn_epi32_mask(raw(x), _mm256_set1_epi32(static_cast<int>(mask))) != 0;
    }
};

constexpr std::size_t vectors = 2;
constexpr std::size_t nonces = vectors * lane_count<Lanes8>;
constexpr std::size_t ways = 4;     ///< hashes interleaved in the SHA unit
constexpr std::size_t groups = 16;  ///< of four rounds

/// What a, b, ... h are after an inner hash's rounds, in the order of ShaNi::State.
using Digest = std::uint32_t[8];

/// The inner hashes of one version, four of the nonces after the other.
class InnerHashes {
public:
    /// `k_plus_w` for each four nonces, group and way; one digest for each nonce.
    SLUICE_INLINE InnerHashes(const ShaNi::State& midstate, const FourWords* k_plus_w,
                              Digest* digests) noexcept
        : midstate_(midstate), k_plus_w_(k_plus_w), digests_(digests) {
        start();
    }

    /// Half of a group's rounds for ways `from` to `to`.
    SLUICE_INLINE void two_rounds(bool last, std::size_t from, std::size_t to) noexcept {
#pragma GCC unroll 4
        for (std::size_t i = from; i < to; ++i) {
            if (last) {
                ShaNi::last_two_rounds(states_[i], k_plus_w_[i]);
            } else {
                ShaNi::first_two_rounds(states_[i], k_plus_w_[i]);
            }
            ShaNi::hold(states_[i]);
        }
    }
    SLUICE_INLINE void next_group() noexcept { k_plus_w_ += ways; }

    /// Keeps the digests of four nonces, and goes on to the next four.
    SLUICE_INLINE void next_nonces() noexcept {
#pragma GCC unroll 4
        for (std::size_t i = 0; i < ways; ++i) {
            __builtin_memcpy(&digests_[i][0], &states_[i].abef, sizeof(FourWords));
            __builtin_memcpy(&digests_[i][4], &states_[i].cdgh, sizeof(FourWords));
        }
        digests_ += ways;
        start();
    }

private:
    SLUICE_INLINE void start() noexcept {
#pragma GCC unroll 4
        for (std::size_t i = 0; i < ways; ++i) {
            states_[i] = midstate_;
        }
    }

    const ShaNi::State& midstate_;
    const FourWords* k_plus_w_;
    Digest* digests_;
    ShaNi::State states_[ways];
};

/// Variables a ... h of eight hashes from their digests.
SLUICE_INLINE void transpose(const Digest* digests, LaneState<Lanes8>& out) noexcept {
    __m256i rows[8];
    for (std::size_t i = 0; i < 8; ++i) {
        const auto* half = reinterpret_cast<const __m128i*>(digests[i]);
        // Loads of what was stored in halves come sooner in halves.
        rows[i] = _mm256_inserti128_si256(_mm256_castsi128_si256(half[0]), half[1], 1);
    }
    constexpr std::size_t low_names[4] = {5, 4, 1, 0};   // f e b a
    constexpr std::size_t high_names[4] = {7, 6, 3, 2};  // h g d c
    __m256i pairs[8];
    for (std::size_t i = 0; i < 8; i += 2) {
        pairs[i] = _mm256_unpacklo_epi32(rows[i], rows[i + 1]);
        pairs[i + 1] = _mm256_unpackhi_epi32(rows[i], rows[i + 1]);
    }
    __m256i fours[8];
    for (std::size_t i = 0; i < 8; i += 4) {
        for (std::size_t j = 0; j < 2; ++j) {
            fours[i + 2 * j] = _mm256_unpacklo_epi64(pairs[i + j], pairs[i + 2 + j]);
            fours[i + 2 * j + 1] = _mm256_unpackhi_epi64(pairs[i + j], pairs[i + 2 + j]);
        }
    }
    for (std::size_t i = 0; i < 4; ++i) {
        out[low_names[i]] = lanes(_mm256_permute2x128_si256(fours[i], fours[4 + i], 0x20));
        out[high_names[i]] = lanes(_mm256_permute2x128_si256(fours[i], fours[4 + i], 0x31));
    }
}

/// The outer hashes of two vectors of nonces, for InnerHashes to alternate with. Its rounds are a
/// loop over a message in memory: the unrolled rounds of both kinds would leave the cache of
/// decoded instructions.
class OuterHashes {
public:
    SLUICE_INLINE OuterHashes() noexcept {
        for (std::size_t t = 0; t < k_.size(); ++t) {
            k_[t] = broadcast<Lanes8>(round_constants[t]);
        }
        k_[60] = broadcast<Lanes8>(outer_constants.k_plus[60]);
        for (auto& words : words_) {
            for (std::size_t t = 8; t < 16; ++t) {
                words[t] = broadcast<Lanes8>(outer_constants.words[t]);
            }
        }
    }

    /// H7 of the outer hashes of `digests` of this version, while `inner` does four nonces after
    /// the other.
    SLUICE_INLINE void top_words(const PreparedVersion& version, const Digest* digests,
                                 InnerHashes& inner, Lanes8 (&out)[vectors]) noexcept {
        LaneState<Lanes8> s[vectors];
        for (std::size_t v = 0; v < vectors; ++v) {
            start(version, &digests[v * lane_count<Lanes8>], words_[v], s[v]);
#pragma GCC unroll 2
            for (std::size_t group = 0; group < 2; ++group) {
                inner_group(inner);
            }
        }
        // Rounds 5 to 60, beside groups 4 to 59 of the inner hashes' 64. The four nonces change at
        // groups 16, 32 and 48.
        constexpr std::make_index_sequence<8> eight{};
        std::size_t t = 5;
#pragma GCC unroll 1
        for (int i = 0; i < 3; ++i, t += 16) {
            rounds<true, false>(s, t, inner, eight);
            rounds<true, true>(s, t + 8, inner, eight);
        }
        rounds<false, false>(s, t, inner, eight);
#pragma GCC unroll 4
        for (std::size_t group = 60; group < 64; ++group) {
            inner_group(inner);
        }
        inner.next_nonces();
        for (std::size_t v = 0; v < vectors; ++v) {
            out[v] = top_word(s[v]);
        }
    }

private:
    using Message = std::array<Lanes8, 64>;

    SLUICE_INLINE static void inner_group(InnerHashes& inner) noexcept {
        inner.two_rounds(false, 0, ways);
        inner.two_rounds(true, 0, ways);
        inner.next_group();
    }

    /// Up to round 4.
    SLUICE_INLINE static void start(const PreparedVersion& version, const Digest* digests,
                                    Message& words, LaneState<Lanes8>& s) noexcept {
        LaneState<Lanes8> inner;
        transpose(digests, inner);
        Lanes8 w[16];
        start_outer_block(version, inner, outer_constants, w, s);
        __builtin_memcpy(words.data(), w, 8 * sizeof(Lanes8));
        outer_round<1>(s, w, outer_constants);
        outer_round<2>(s, w, outer_constants);
        outer_round<3>(s, w, outer_constants);
        outer_round<4>(s, w, outer_constants);
    }

    /// Rounds t to t + 7 for a t of 5 modulo 8, beside as many groups of `inner`.
    template <bool schedule, bool change, std::size_t... i>
    SLUICE_INLINE void rounds(LaneState<Lanes8> (&s)[vectors], std::size_t t, InnerHashes& inner,
                              std::index_sequence<i...>) noexcept {
        (round_of_all < 5 + i, schedule, change && i == 4 > (s, t + i, inner), ...);
    }

    /// Round t, of which the place in a state is that of round `like`, and the word of round
    /// t + 11.
    template <std::size_t like, bool schedule, bool change>
    SLUICE_INLINE void round_of_all(LaneState<Lanes8> (&s)[vectors], std::size_t t,
                                    InnerHashes& inner) noexcept {
        if constexpr (change) {
            inner.next_nonces();
        }
#pragma GCC unroll 2
        for (std::size_t v = 0; v < vectors; ++v) {
            inner.two_rounds(v == 1, 0, ways / 2);
            Lanes8* w = &words_[v][t];
            if constexpr (schedule) {
                w[11] = w[-5] + small_sigma<7, 18, 3>(w[-4]) + w[4] + small_sigma<17, 19, 10>(w[9]);
            }
            lane_round<like>(s[v], s[v][place(like, 7)] + k_[t] + w[0]);
            hold(s[v][place(like, 3)], s[v][place(like, 7)]);
            inner.two_rounds(v == 1, ways / 2, ways);
        }
        inner.next_group();
    }

    /// The compiler would do one kind of hash after the other.
    SLUICE_INLINE static void hold(Lanes8& x, Lanes8& y) noexcept {
        asm volatile("" : "+v"(x), "+v"(y));
    }

    Message words_[vectors];
    Message k_;
};

class PairedScan {
public:
    SLUICE_INLINE explicit PairedScan(const PreparedScan& scan) noexcept : scan_(scan) {
        for (std::size_t v = 0; v < scan.version_count; ++v) {
            midstates_[v] = ShaNi::load(scan.versions[v].midstate);
        }
    }

    SLUICE_INLINE void make_schedules(std::uint32_t first) noexcept {
        for (std::uint32_t i = 0; i < nonces; i += ways) {
            add_round_constants<ShaNi, ways>(scan_, first + i, &k_plus_w_[i / ways][0][0]);
        }
    }

    /// The inner hashes of a version with the nonces of the schedules, and H7 of the hashes that
    /// were inner ones the call before, of version `before`.
    SLUICE_INLINE void step(std::uint32_t version, std::uint32_t before,
                            Lanes8 (&out)[vectors]) noexcept {
        InnerHashes inner(midstates_[version], &k_plus_w_[0][0][0], digests_[turn_]);
        turn_ = 1 - turn_;
        outer_.top_words(scan_.versions[before], digests_[turn_], inner, out);
    }

private:
    const PreparedScan& scan_;
    OuterHashes outer_;
    ShaNi::State midstates_[versions_max];
    alignas(64) FourWords k_plus_w_[nonces / ways][groups][ways];
    alignas(64) Digest digests_[2][nonces] = {};
    std::size_t turn_ = 0;
};

}  // namespace

[[gnu::target("avx512f,avx512vl,sha,sse4.1")]] void scan_avx512_shani(
    const PreparedScan& scan, std::uint32_t first, std::uint32_t count,
    CandidateBuffer& out) noexcept {
    PairedScan paired(scan);
    Candidate before{};
    bool any_before = false;
    // One step more than there are inner hashes: the outer ones come a step late.
    for (Candidate next{};; any_before = true) {
        const bool more = next.nonce_offset < count;
        if (more && next.version_index == 0) {
            paired.make_schedules(first + next.nonce_offset);
        }
        Lanes8 words[vectors];
        paired.step(next.version_index, before.version_index, words);
        for (std::uint32_t v = 0; any_before && v < vectors; ++v) {
            const std::uint32_t offset = before.nonce_offset + v * lane_count<Lanes8>;
            if (offset < count && LaneOperations<Lanes8>::any_without(words[v], scan.zero_bits)) {
                add_candidates(words[v], scan.target_top, count - offset,
                               {offset, before.version_index}, out);
            }
        }
        if (!more) {
            return;
        }
        before = next;
        if (++next.version_index == scan.version_count) {
            next = {next.nonce_offset + static_cast<std::uint32_t>(nonces), 0};
        }
    }
}

}  // namespace sluice::kernels::sha256d
