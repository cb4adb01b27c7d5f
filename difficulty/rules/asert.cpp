// ASERT: the target doubles for each half-life that the chain lags behind its schedule. One rule on
// two chains: Decred's DCP0011 is Bitcoin Cash's aserti3-2d on a schedule of its own.

#include "difficulty/rules/asert.hpp"

#include "difficulty/rules/rules.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <limits>
#include <string_view>

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;
using UInt512 = boost::multiprecision::uint512_t;
using Int128 = __int128;  // heights use all 64 bits, times the spacing

constexpr int radix_bits = 16;  // fixed-point fraction of the exponent
constexpr Int128 radix = Int128{1} << radix_bits;

/// 65536 * 2^(fraction/65536) for fraction in [0, 65536): the specification's cubic.
std::uint64_t exponential_of(std::uint64_t fraction) {
    return 65536 + ((195'766'423'245'049U * fraction + 971'821'376U * fraction * fraction +
                     5'127U * fraction * fraction * fraction + (std::uint64_t{1} << 47)) >>
                    48);
}

/// How late block `height` is on the anchor's schedule, saturated to 64 bits.
std::int64_t lateness_s(const Anchor& anchor, Height height, std::int64_t time,
                        std::int64_t spacing_s) {
    using Limits = std::numeric_limits<std::int64_t>;
    const Int128 blocks = Int128{height} - Int128{anchor.height};
    const Int128 late_s = Int128{time} - Int128{anchor.time} - spacing_s * blocks;
    return static_cast<std::int64_t>(
        std::clamp(late_s, Int128{Limits::min()}, Int128{Limits::max()}));
}

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const Height tip = chain.next_height() - 1;
    const Anchor anchor =
        params.anchor ? *params.anchor : Anchor{0, chain.time_at(0), chain.bits_at(0)};
    return protocol::encode_compact(
        asert_target(protocol::decode_compact(anchor.bits).target,
                     lateness_s(anchor, tip, chain.time_at(tip), params.spacing_s),
                     params.half_life_s, protocol::decode_compact(params.pow_limit_bits).target));
}

Height reach(const RuleParams&) { return 1; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"half_life_s", &RuleParams::half_life_s, 1, half_life_s_max},
};

constexpr std::string_view weakness =
    "A stamp ahead of the clock buys an easier block at once; after an outage the chain hurries "
    "until it is back on schedule";

}  // namespace

Target asert_target(const Target& reference, std::int64_t late_s, std::int64_t half_life_s,
                    const Target& limit) {
    constexpr Int128 doublings_max = 256;  // further than from 1 to any target and back
    // C's division truncates toward zero; flooring would be another consensus.
    const Int128 exponent = late_s * radix / half_life_s;
    const Int128 doublings = exponent >> radix_bits;  // floors, so that the fraction is positive
    if (doublings >= doublings_max) {
        return limit;
    }
    if (doublings < -doublings_max) {
        return {1};
    }
    const auto fraction = static_cast<std::uint64_t>(exponent & (radix - 1));
    const UInt512 product = UInt512{reference.value} * exponential_of(fraction);
    const int shift = static_cast<int>(doublings) - radix_bits;
    static_assert(256 + (radix_bits + 1) + (doublings_max - 1 - radix_bits) <= 512,
                  "target, factor and the longest shift to the left fit");
    const UInt512 scaled = shift >= 0 ? product << shift : product >> -shift;
    if (scaled == 0) {
        return {1};
    }
    return scaled < limit.value ? Target{UInt256{scaled}} : limit;
}

constinit const DifficultyRule asert_rule{
    .name = "asert",
    .description = "Doubles the target for each half-life that the chain lags its schedule",
    .source = "Bitcoin Cash upgrade specification 2020-11-15-asert (aserti3-2d)",
    .weakness = weakness,
    .defaults = {.anchor = Anchor{661'646, 1'605'447'844, 0x1804'dafe}},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

constinit const DifficultyRule asert_decred_rule{
    .name = "asert-decred",
    .description = "ASERT as Decred runs it: five-minute blocks, half-life of twelve hours",
    .source = "Decred DCP0011, dcrd blockchain/standalone CalcASERTDiff",
    .weakness = weakness,
    .defaults = {.spacing_s = 300, .half_life_s = 43'200},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
