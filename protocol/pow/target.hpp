#pragma once
/// Target, compact bits, difficulty and work: the four ways to say how hard a block or a share is,
/// and the exact integer conversions between them. Follows SetCompact/GetCompact of Bitcoin's
/// arith_uint256 (developer reference, "Target nBits"). Consensus values are integers; Difficulty
/// is the field's floating-point unit for shares and people, and its conversion to a target is
/// exact too: floor(difficulty-1 target / difficulty). Pure, any thread.

#include "protocol/pow/hash256.hpp"
#include "protocol/pow/uint256.hpp"

#include <compare>
#include <cstdint>

namespace sluice::protocol {

/// A hash wins when, read as a number, it is <= value.
struct Target {
    UInt256 value;

    bool operator==(const Target&) const = default;
    bool operator<(const Target& other) const { return value < other.value; }
};

/// Share or network difficulty as Stratum counts it: difficulty-1 target / target.
struct Difficulty {
    double value = 0;

    auto operator<=>(const Difficulty&) const = default;
};

/// 0xffff * 2^208, the target of difficulty 1 (bits 1d00ffff).
[[nodiscard]] const Target& difficulty_1_target();

/// What compact bits say, sign and overflow kept apart as consensus code tests them.
struct CompactTarget {
    Target target;
    bool negative = false;    ///< sign bit set on a non-zero mantissa
    bool overflowed = false;  ///< value does not fit 256 bits

    /// Usable as a proof-of-work target: positive, non-zero, fits.
    [[nodiscard]] bool valid() const { return !negative && !overflowed && target.value != 0; }
};

[[nodiscard]] CompactTarget decode_compact(std::uint32_t bits);
/// The shortest compact form, rounding the target down to its three-byte mantissa.
[[nodiscard]] std::uint32_t encode_compact(const Target& target);

[[nodiscard]] bool meets(const Hash256& hash, const Target& target);

/// Expected number of hashes to meet the target: floor(2^256 / (target + 1)).
[[nodiscard]] UInt256 work_of(const Target& target);

/// Difficulty shown to people and sent by Stratum. Rounds to the nearest double.
[[nodiscard]] Difficulty difficulty_of(const Target& target);
/// floor(unit * difficulty-1 target / difficulty), capped at 2^256-1; `unit` is the algorithm's
/// share-difficulty unit (sha256d 1, scrypt 65536). Difficulty must be positive and finite.
[[nodiscard]] Target share_target(Difficulty difficulty, std::uint64_t unit = 1);

}  // namespace sluice::protocol
