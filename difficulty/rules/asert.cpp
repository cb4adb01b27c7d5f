// Absolutely scheduled exponentially rising targets: the target doubles for each half-life that the
// chain lags behind its schedule. aserti3-2d, CHIP-2020-11-ASERT of Bitcoin Cash (upgrade
// specification 2020-11-15-asert); Decred's DCP0011 is the same arithmetic on another schedule.

#include "difficulty/rules/rules.hpp"
#include "protocol/target.hpp"

#include <array>
#include <cassert>

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;
using UInt512 = boost::multiprecision::uint512_t;
using Int128 = __int128;  // heights use all 64 bits, times the spacing, times the radix

constexpr int radix_bits = 16;  // fixed-point fraction of the exponent
constexpr Int128 radix = Int128{1} << radix_bits;

/// How late the block at `height` is on the anchor's schedule, in half-lives of 1/65536, truncated
/// toward zero as C does (flooring would give another consensus).
Int128 exponent_of(const Anchor& anchor, Height height, std::int64_t time,
                   const RuleParams& params) {
    const Int128 blocks = Int128{height} - Int128{anchor.height};
    const Int128 late_s = Int128{time} - Int128{anchor.time} - params.spacing_s * blocks;
    return late_s * radix / params.half_life_s;
}

/// 65536 * 2^(fraction/65536) for fraction in [0, 65536), within 0.013 %: the specification's
/// cubic.
std::uint64_t exponential_of(std::uint64_t fraction) {
    return 65536 + ((195'766'423'245'049U * fraction + 971'821'376U * fraction * fraction +
                     5'127U * fraction * fraction * fraction + (std::uint64_t{1} << 47)) >>
                    48);
}

/// reference * 2^(exponent/65536), at least 1 and at most the limit.
UInt256 scale(const UInt256& reference, Int128 exponent, const UInt256& limit) {
    constexpr Int128 doublings_max = 256;             // from 1 to beyond any target
    const Int128 doublings = exponent >> radix_bits;  // floor, so that the fraction is positive
    const auto fraction = static_cast<std::uint64_t>(exponent & (radix - 1));
    if (doublings >= doublings_max) {
        return limit;
    }
    if (doublings < -doublings_max) {
        return 1;
    }
    UInt512 scaled = UInt512{reference} * exponential_of(fraction);
    if (doublings > 0 &&
        boost::multiprecision::msb(scaled) + static_cast<unsigned>(doublings) >= 256 + radix_bits) {
        return limit;
    }
    scaled = doublings >= 0 ? scaled << static_cast<unsigned>(doublings)
                            : scaled >> static_cast<unsigned>(-doublings);
    scaled >>= radix_bits;
    if (scaled == 0) {
        return 1;
    }
    return scaled < limit ? UInt256{scaled} : limit;
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height tip = chain.next_height() - 1;
    assert(chain.next_height() > 0);
    const Anchor anchor =
        params.anchor ? *params.anchor : Anchor{0, chain.time_at(0), chain.bits_at(0)};
    const UInt256 reference = protocol::decode_compact(anchor.bits).target.value;
    const UInt256 limit = protocol::decode_compact(params.pow_limit_bits).target.value;
    const Int128 exponent = exponent_of(anchor, tip, chain.time_at(tip), params);
    return protocol::encode_compact(Target{scale(reference, exponent, limit)});
}

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"half_life_s", &RuleParams::half_life_s, 1, half_life_s_max},
};

constexpr std::string_view weakness =
    "A stamp ahead of the clock buys easier blocks at once; total drift from the schedule is paid "
    "back by faster blocks";

}  // namespace

constinit const DifficultyRule asert_rule{
    .name = "asert",
    .description = "Doubles the target for each half-life that the chain lags its schedule",
    .source = "Bitcoin Cash upgrade specification 2020-11-15-asert (aserti3-2d)",
    .weakness = weakness,
    .defaults = {.anchor = Anchor{661'646, 1'605'447'844, 0x1804'dafe}},
    .parameters = parameters,
    .next_bits = next_bits,
};

constinit const DifficultyRule asert_decred_rule{
    .name = "asert-decred",
    .description = "ASERT as Decred runs it: five-minute blocks, half-life of twelve hours",
    .source = "Decred DCP0011, dcrd blockchain/standalone CalcASERTDiff",
    .weakness = weakness,
    .defaults = {.spacing_s = 300, .half_life_s = 43'200},
    .parameters = parameters,
    .next_bits = next_bits,
};

}  // namespace sluice::difficulty
