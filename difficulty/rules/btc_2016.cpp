// Bitcoin's rule since 2009: once in a period, scale the target by the time that the period took.
// GetNextWorkRequired and CalculateNextWorkRequired of Bitcoin Core, src/pow.cpp.

#include "difficulty/rules/rules.hpp"
#include "protocol/target.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;
using UInt512 = boost::multiprecision::uint512_t;

constexpr std::int64_t adjustment_max = 4;  // a period never changes the target by more

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height % window != 0) {
        return chain.bits_at(height - 1);
    }
    // From the first to the last block of the period: one interval short, which makes blocks
    // window/(window-1) slower than wanted and leaves the seam open to the timewarp.
    const std::int64_t wanted = params.window_blocks * params.spacing_s;
    // A period of 2 or 3 s has no whole quarter, and a target of 0 would end the chain for good: no
    // hash meets it, and no factor raises it. Bitcoin's own parameters are far from both bounds.
    const std::int64_t shortest = std::max<std::int64_t>(1, wanted / adjustment_max);
    const std::int64_t took = std::clamp(chain.time_at(height - 1) - chain.time_at(height - window),
                                         shortest, wanted * adjustment_max);
    const UInt512 scaled =
        UInt512{protocol::decode_compact(chain.bits_at(height - 1)).target.value} * took / wanted;
    const UInt256 limit = protocol::decode_compact(params.pow_limit_bits).target.value;
    const UInt256 wanted_target = scaled < limit ? UInt256{scaled} : limit;
    return protocol::encode_compact(Target{std::max(wanted_target, UInt256{1})});
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks); }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule btc_2016_rule{
    .name = "btc-2016",
    .description = "Scales the target once a period by the time that the period took, at most 4x",
    .source = "Bitcoin Core src/pow.cpp CalculateNextWorkRequired",
    .weakness =
        "Timewarp at the seam of periods; after a loss of 90 % of the hashrate a period "
        "lasts 140 days",
    .defaults = {},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
