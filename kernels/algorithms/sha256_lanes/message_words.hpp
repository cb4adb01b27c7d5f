#pragma once
/// The two message blocks that a scan hashes: which of their words vary with the nonce, and the
/// known part of those that do. A word W[t], t >= 16, is a sum of four terms (FIPS 180-4, 6.2.2,
/// step 1), and the terms that come from known words are added up once. Constant data and pure
/// functions, thread-safe.

#include "kernels/hash/sha256.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace sluice::kernels::sha256d {

/// What a message word is over a whole scan.
enum class WordKind : std::uint8_t { zero, known, varying };

/// The header's second block: three words of it, the nonce, padding and the length of 640 bits.
struct SecondBlock {
    static constexpr WordKind kind(std::size_t t) {
        if (t == 3 || t >= 18) {
            return WordKind::varying;
        }
        return t >= 5 && t <= 14 ? WordKind::zero : WordKind::known;
    }
};

/// The outer hash's only block: the inner hash's eight words, padding and the length of 256 bits.
struct OuterBlock {
    static constexpr WordKind kind(std::size_t t) {
        if (t < 8 || t >= 16) {
            return WordKind::varying;
        }
        return t >= 9 && t <= 14 ? WordKind::zero : WordKind::known;
    }
};

/// Whether W[t], t >= 16, has terms that are known and not zero.
template <class Message>
constexpr bool has_known_part(std::size_t t) {
    for (const std::size_t back : {2U, 7U, 15U, 16U}) {
        if (Message::kind(t - back) == WordKind::known) {
            return true;
        }
    }
    return false;
}

/// W[0..63] of a block, or something about each of them.
using Words = std::array<std::uint32_t, 64>;

/// The sum of the known terms of W[t], t >= 16; `known` holds zeros for the words that vary.
constexpr std::uint32_t known_part(const Words& known, std::size_t t) {
    return small_sigma1(known[t - 2]) + known[t - 7] + small_sigma0(known[t - 15]) + known[t - 16];
}

/// What is the same in the outer hash of everything.
struct OuterConstants {
    State after_w0;  ///< the working variables after round 0 for W[0] = 0; W[0] adds to a and e
    Words words;     ///< W[0..15], zeros where they vary, then the known part of W[16..63]
    /// K[t] and what is known beside it: h in rounds 1 to 3, W[t] in rounds 8 to 15, and in round
    /// 60 H7 of the initial hash value, which is added to the variable e that the round gives.
    Words k_plus;
};

constexpr OuterConstants make_outer_constants() {
    OuterConstants outer{.after_w0 = initial_state, .words = {}, .k_plus = round_constants};
    round(outer.after_w0, round_constants[0]);
    outer.words[8] = 0x80000000;  // the padding's one bit
    outer.words[15] = 256;        // the message's length in bits
    for (std::size_t t = 8; t < 16; ++t) {
        outer.k_plus[t] += outer.words[t];
    }
    const Words known = outer.words;
    for (std::size_t t = 16; t < known.size(); ++t) {
        outer.words[t] = known_part(known, t);
    }
    for (std::size_t t = 1; t < 4; ++t) {
        outer.k_plus[t] += initial_state[7 - t];
    }
    outer.k_plus[60] += initial_state[7];
    return outer;
}

inline constexpr OuterConstants outer_constants = make_outer_constants();

}  // namespace sluice::kernels::sha256d
