// Bitcoin's rule since 2009: once in a period, scale the target by the time that the period took.
// GetNextWorkRequired and CalculateNextWorkRequired of Bitcoin Core, src/pow.cpp.

#include "difficulty/rules/rules.hpp"
#include "difficulty/rules/target_math.hpp"

#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height % window != 0) {
        return chain.bits_at(height - 1);
    }
    // From the first to the last block of the period: one interval short, which makes blocks
    // window/(window-1) slower than wanted and leaves the seam open to the timewarp.
    const std::int64_t took = chain.time_at(height - 1) - chain.time_at(height - window);
    return period_retarget(chain.bits_at(height - 1), took, params);
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
