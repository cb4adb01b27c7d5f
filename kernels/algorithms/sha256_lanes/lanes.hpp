#pragma once
/// SHA-256's rounds and message schedule for many nonces at once: one body for every lane type,
/// which is std::uint32_t or a GCC vector of it, one nonce per element. A source names its
/// instruction set in SLUICE_LANE_TARGET before it includes this header; every function here then
/// carries that [[gnu::target]], is always_inline and has internal linkage, so that no copy for a
/// wider instruction set can ever be linked into another. CUDA compiles it for std::uint32_t, one
/// nonce per thread. Pure functions, thread-safe. Round and word numbers are those of FIPS 180-4,
/// 6.2.2; docs/kernels.md counts the operations.

#include "kernels/algorithms/sha256_lanes/message_words.hpp"
#include "kernels/gpu/device_code.hpp"

#include <cstddef>
#include <cstdint>
#include <type_traits>

#if defined(SLUICE_LANE_TARGET)
#define SLUICE_INLINE [[gnu::target(SLUICE_LANE_TARGET), gnu::always_inline]] inline
#else
#define SLUICE_INLINE SLUICE_DEVICE
#endif

namespace sluice::kernels::sha256d {
namespace {

/// The same word in every element.
template <class Lane>
SLUICE_INLINE Lane broadcast(std::uint32_t word) noexcept {
    if constexpr (std::is_class_v<Lane>) {
        return {word};
    } else {
        return Lane{} + word;
    }
}

template <class Lane>
inline constexpr std::uint32_t lane_count = sizeof(Lane) / sizeof(std::uint32_t);

/// The operations that an instruction set may have as one instruction; a lane type whose compiler
/// does not find it specialises this.
template <class Lane>
struct LaneOperations {
    SLUICE_INLINE static Lane xor3(Lane x, Lane y, Lane z) noexcept { return x ^ y ^ z; }

    SLUICE_INLINE static Lane choice(Lane e, Lane f, Lane g) noexcept { return g ^ (e & (f ^ g)); }

    /// The next round's b ^ c is this round's a ^ b: the compiler keeps it. On a GPU all of it is
    /// one instruction.
    SLUICE_INLINE static Lane majority(Lane a, Lane b, Lane c) noexcept {
#if defined(__CUDA_ARCH__)
        return logic3<logic_majority>(a, b, c);
#else
        return b ^ ((a ^ b) & (b ^ c));
#endif
    }

    /// Whether any element has none of the bits of `mask`.
    SLUICE_INLINE static bool any_without(Lane x, std::uint32_t mask) noexcept {
        if constexpr (sizeof(Lane) == sizeof(std::uint32_t)) {
            return (x & mask) == 0;
        } else {
            const auto without = (x & (Lane{} + mask)) == Lane{};
            std::uint64_t parts[sizeof(without) / sizeof(std::uint64_t)];
            __builtin_memcpy(parts, &without, sizeof(parts));
            std::uint64_t any = 0;
            for (const std::uint64_t part : parts) {
                any |= part;
            }
            return any != 0;
        }
    }
};

template <int bits, class Lane>
SLUICE_INLINE Lane rotate_right(Lane x) noexcept {
    return (x >> bits) | (x << (32 - bits));
}

template <int bits1, int bits2, int shift, class Lane>
SLUICE_INLINE Lane small_sigma(Lane x) noexcept {
    return LaneOperations<Lane>::xor3(rotate_right<bits1>(x), rotate_right<bits2>(x), x >> shift);
}

template <int bits1, int bits2, int bits3, class Lane>
SLUICE_INLINE Lane big_sigma(Lane x) noexcept {
    return LaneOperations<Lane>::xor3(rotate_right<bits1>(x), rotate_right<bits2>(x),
                                      rotate_right<bits3>(x));
}

/// The variables a ... h of every lane. Round t reads them rotated by t places instead of moving
/// them: what the specification calls a is at [-t mod 8].
template <class Lane>
using LaneState = Lane[8];

/// Where round t finds variable `i` of a ... h.
constexpr std::size_t place(std::size_t t, std::size_t i) { return (64 - t + i) % 8; }

/// Round t; `h_k_w` is h + K[t] + W[t], of which the caller may know a part beforehand.
template <std::size_t t, class Lane>
SLUICE_INLINE void lane_round(LaneState<Lane>& s, Lane h_k_w) noexcept {
    using Op = LaneOperations<Lane>;
    const Lane a = s[place(t, 0)];
    const Lane e = s[place(t, 4)];
    const Lane t1 = h_k_w + Op::choice(e, s[place(t, 5)], s[place(t, 6)]) + big_sigma<6, 11, 25>(e);
    const Lane t2 = big_sigma<2, 13, 22>(a) + Op::majority(a, s[place(t, 1)], s[place(t, 2)]);
    s[place(t, 3)] += t1;
    s[place(t, 7)] = t1 + t2;
}

/// W[t] for t >= 16, from the words before it in a window of sixteen. `Message::kind(t)` tells
/// which of its four terms vary; the sum of those that are known is `known`, and is not zero where
/// Message::has_known_part(t).
template <class Message, std::size_t t, class Lane>
SLUICE_INLINE void next_word(Lane (&w)[16], std::uint32_t known) noexcept {
    Lane sum = broadcast<Lane>(0);
    if constexpr (Message::kind(t - 16) == WordKind::varying) {
        sum = w[t % 16];
    }
    if constexpr (has_known_part<Message>(t)) {
        sum += known;
    }
    if constexpr (Message::kind(t - 7) == WordKind::varying) {
        sum += w[(t - 7) % 16];
    }
    if constexpr (Message::kind(t - 15) == WordKind::varying) {
        sum += small_sigma<7, 18, 3>(w[(t - 15) % 16]);
    }
    if constexpr (Message::kind(t - 2) == WordKind::varying) {
        sum += small_sigma<17, 19, 10>(w[(t - 2) % 16]);
    }
    w[t % 16] = sum;
}

}  // namespace
}  // namespace sluice::kernels::sha256d
