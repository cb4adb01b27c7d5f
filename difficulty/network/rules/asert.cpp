// ASERT: the target doubles for each half-life that the chain lags behind its schedule. One rule on
// two chains: Decred's DCP0011 is Bitcoin Cash's aserti3-2d on a schedule of its own.

#include "difficulty/network/rules/asert.hpp"

#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <cstdint>
#include <limits>
#include <string_view>

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;
using Int128 = __int128;  // heights use all 64 bits, times the spacing

constexpr int radix_bits = 16;  // fixed-point fraction of the exponent
constexpr Int128 radix = Int128{1} << radix_bits;
constexpr std::uint32_t hardest_target = 0x0101'0000;       // the target 1
constexpr std::uint32_t beyond_every_target = 0x2200'ffff;  // in the order of compact bits
constexpr int doublings_max = 256;  // further than from 1 to any target and back

/// 65536 * 2^(fraction/65536) for fraction in [0, 65536): the specification's cubic.
std::uint64_t exponential_of(std::uint64_t fraction) {
    return 65536 + ((195'766'423'245'049U * fraction + 971'821'376U * fraction * fraction +
                     5'127U * fraction * fraction * fraction + (std::uint64_t{1} << 47)) >>
                    48);
}

/// The power of two as its integer part, rounded down, and 65536ths.
struct Exponent {
    int doublings;  ///< within doublings_max, or just beyond for any further
    std::uint64_t fraction;
};

Exponent exponent_of(std::int64_t late_s, std::int64_t half_life_s) noexcept {
    // C's division truncates toward zero; flooring would be another consensus. 128 bits divide
    // slowly, and 64 do for every chain that is within two million years of its schedule.
    constexpr std::int64_t narrow = std::int64_t{1} << 46;
    const Int128 exponent = late_s > -narrow && late_s < narrow
                                ? Int128{late_s * static_cast<std::int64_t>(radix) / half_life_s}
                                : late_s * radix / half_life_s;
    const Int128 doublings = exponent >> radix_bits;  // floors, so that the fraction is positive
    return {static_cast<int>(std::clamp<Int128>(doublings, -doublings_max - 1, doublings_max)),
            static_cast<std::uint64_t>(exponent & (radix - 1))};
}

/// The compact form of floor(value * 2^shift): SetCompact of Bitcoin's arith_uint256 without the
/// integer. At least 1; 2^256 and above is beyond_every_target.
std::uint32_t compact_of(std::uint64_t value, int shift) noexcept {
    const int length = static_cast<int>(std::bit_width(value)) + shift;  // of the integer
    if (length <= 0) {
        return hardest_target;
    }
    if (length > 256) {
        return beyond_every_target;
    }
    const auto shifted = [value](int by) {
        return static_cast<std::uint32_t>(by >= 0 ? value << by : value >> -by);
    };
    int size = (length + 7) / 8;
    std::uint32_t mantissa =
        size <= 3 ? shifted(shift) << 8 * (3 - size) : shifted(shift - 8 * (size - 3));
    if ((mantissa & 0x0080'0000) != 0) {  // the sign
        mantissa >>= 8;
        ++size;
    }
    return mantissa | static_cast<std::uint32_t>(size) << 24;
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

/// Of the whole chain only the tip counts, and the schedule.
class Cursor final : public RuleCursor {
public:
    Cursor(const RuleParams& params, Height first)
        : params_(params),
          limit_bits_(
              protocol::encode_compact(protocol::decode_compact(params.pow_limit_bits).target)),
          next_height_(first) {}

    void append(std::int64_t time, std::uint32_t) override {
        tip_time_ = time;
        ++next_height_;
    }

    [[nodiscard]] std::uint32_t next_bits(std::int64_t) override {
        const std::int64_t late_s =
            lateness_s(*params_.anchor, next_height_ - 1, tip_time_, params_.spacing_s);
        // In their shortest form, compact bits are in the order of their targets.
        return std::min(asert_bits(params_.anchor->bits, late_s, params_.half_life_s), limit_bits_);
    }

    [[nodiscard]] std::unique_ptr<RuleCursor> clone() const override {
        return std::make_unique<Cursor>(*this);
    }

private:
    RuleParams params_;
    std::uint32_t limit_bits_;
    Height next_height_;
    std::int64_t tip_time_ = 0;
};

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"half_life_s", &RuleParams::half_life_s, 1, half_life_s_max},
};

constexpr std::string_view weakness =
    "A timestamp ahead of the clock buys an easier block at once; after an outage the chain "
    "hurries "
    "until it is back on schedule";

}  // namespace

Target asert_target(const Target& reference, std::int64_t late_s, std::int64_t half_life_s,
                    const Target& limit) {
    const Exponent exponent = exponent_of(late_s, half_life_s);
    if (exponent.doublings >= doublings_max) {
        return limit;
    }
    if (exponent.doublings < -doublings_max) {
        return {1};
    }
    const UInt512 product = UInt512{reference.value} * exponential_of(exponent.fraction);
    const int shift = exponent.doublings - radix_bits;
    static_assert(256 + (radix_bits + 1) + (doublings_max - 1 - radix_bits) <= 512,
                  "target, factor and the longest shift to the left fit");
    const UInt512 scaled = shift >= 0 ? product << shift : product >> -shift;
    if (scaled == 0) {
        return {1};
    }
    return scaled < limit.value ? Target{UInt256{scaled}} : limit;
}

std::uint32_t asert_bits(std::uint32_t reference_bits, std::int64_t late_s,
                         std::int64_t half_life_s) noexcept {
    const Exponent exponent = exponent_of(late_s, half_life_s);
    const int size = static_cast<int>(reference_bits >> 24);
    const std::uint64_t mantissa = reference_bits & 0x007f'ffff;
    const std::uint64_t reference = size < 3 ? mantissa >> 8 * (3 - size) : mantissa;
    const int shift = std::max(0, 8 * (size - 3));
    return compact_of(reference * exponential_of(exponent.fraction),
                      shift + exponent.doublings - radix_bits);
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
    .make_cursor = make_cursor_of<Cursor>,
    .anchor = AnchorForm::parent_time,
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
    .make_cursor = make_cursor_of<Cursor>,
    .anchor = AnchorForm::own_time,
};

}  // namespace sluice::difficulty
