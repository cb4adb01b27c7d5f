// Bitcoin's rule since 2009: once in a period, scale the target by the time that the period took.
// GetNextWorkRequired and CalculateNextWorkRequired of Bitcoin Core, src/pow.cpp. Its test networks
// have the same rule with exceptions for late blocks; testnet4 (BIP94) does not build on those.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

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

std::uint32_t testnet4_next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height % window != 0) {
        return chain.bits_at(height - 1);
    }
    // BIP94: the first block of a period never is an easy one, so it keeps the real bits.
    const std::int64_t took = chain.time_at(height - 1) - chain.time_at(height - window);
    return period_retarget(chain.bits_at(height - window), took, params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks); }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

constexpr RuleParams testnet_params{.limit_after_spacings = 2, .walk_back = 1};

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
    .periodic = true,
};

constinit const DifficultyRule testnet3_rule{
    .name = "testnet3",
    .description = "btc-2016, but a block timestamped two spacings after its parent has the limit",
    .source = "Bitcoin Core src/pow.cpp GetNextWorkRequired, fPowAllowMinDifficultyBlocks",
    .weakness =
        "Block storms: whoever is 20 minutes ahead with his timestamp mines at difficulty 1, and "
        "one such block "
        "at the end of a period takes the whole next one down",
    .defaults = testnet_params,
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
    .periodic = true,
};

constinit const DifficultyRule testnet4_rule{
    .name = "testnet4",
    .description = "testnet3, but a period starts from the bits of the first block of the last one",
    .source = "BIP94; needs its check of timestamps too (timestamp_checks.hpp)",
    .weakness = "Blocks at difficulty 1 every 20 minutes still are most of the chain",
    .defaults = testnet_params,
    .parameters = parameters,
    .next_bits = testnet4_next_bits,
    .reach = reach,
    .periodic = true,
};

}  // namespace sluice::difficulty
