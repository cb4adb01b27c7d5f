// Bitcoin's test networks: a block stamped late enough may have the easiest target of all. testnet3
// builds on such blocks, testnet4 (BIP94) does not.

#include "difficulty/rules/rules.hpp"
#include "difficulty/rules/target_math.hpp"

#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

/// Bits of a block inside a period. GetNextWorkRequired of Bitcoin Core,
/// fPowAllowMinDifficultyBlocks.
std::uint32_t bits_inside(const ChainView& chain, const RuleParams& params,
                          std::int64_t next_time) {
    Height at = chain.next_height() - 1;
    if (next_time > chain.time_at(at) + 2 * params.spacing_s) {
        return params.pow_limit_bits;
    }
    // Back to the bits before the easy blocks, but not beyond the period.
    const auto window = static_cast<Height>(params.window_blocks);
    while (at % window != 0 && chain.bits_at(at) == params.pow_limit_bits) {
        --at;
    }
    return chain.bits_at(at);
}

std::int64_t period_time(const ChainView& chain, Height window) {
    const Height height = chain.next_height();
    return chain.time_at(height - 1) - chain.time_at(height - window);
}

std::uint32_t testnet3_next_bits(const ChainView& chain, const RuleParams& params,
                                 std::int64_t next_time) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height % window != 0) {
        return bits_inside(chain, params, next_time);
    }
    // The last block's bits, even if it is an easy one: the difficulty of the network is then lost.
    return period_retarget(chain.bits_at(height - 1), period_time(chain, window), params);
}

std::uint32_t testnet4_next_bits(const ChainView& chain, const RuleParams& params,
                                 std::int64_t next_time) {
    const Height height = chain.next_height();
    const auto window = static_cast<Height>(params.window_blocks);
    assert(height > 0);
    if (height % window != 0) {
        return bits_inside(chain, params, next_time);
    }
    // BIP94: the first block of a period never is an easy one, so it keeps the real bits.
    return period_retarget(chain.bits_at(height - window), period_time(chain, window), params);
}

Height reach(const RuleParams& params) { return static_cast<Height>(params.window_blocks); }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"window_blocks", &RuleParams::window_blocks, 2, window_blocks_max},
};

}  // namespace

constinit const DifficultyRule testnet3_rule{
    .name = "testnet3",
    .description = "btc-2016, but a block stamped two spacings after its parent has the limit",
    .source = "Bitcoin Core src/pow.cpp GetNextWorkRequired, fPowAllowMinDifficultyBlocks",
    .weakness =
        "Block storms: whoever stamps 20 minutes ahead mines at difficulty 1, and one such block "
        "at the end of a period takes the whole next one down",
    .defaults = {},
    .parameters = parameters,
    .next_bits = testnet3_next_bits,
    .reach = reach,
    .reads_next_time = true,
};

constinit const DifficultyRule testnet4_rule{
    .name = "testnet4",
    .description = "testnet3, but a period starts from the bits of the first block of the last one",
    .source = "BIP94; needs its check of stamps too (timestamp_checks.hpp)",
    .weakness = "Blocks at difficulty 1 every 20 minutes still are most of the chain",
    .defaults = {},
    .parameters = parameters,
    .next_bits = testnet4_next_bits,
    .reach = reach,
    .reads_next_time = true,
};

}  // namespace sluice::difficulty
