#include "difficulty/network/late_blocks.hpp"

#include "difficulty/network/target_math.hpp"

#include <cassert>

namespace sluice::difficulty {
namespace {

bool is_late(const Block& tip, std::int64_t next_time, std::int64_t spacings,
             const RuleParams& params) {
    return spacings > 0 && next_time > tip.time + spacings * params.spacing_s;
}

/// The bits before the easy blocks, looked for no further than the first block of the period.
std::uint32_t bits_before_easy_blocks(const ChainView& chain, const RuleParams& params) {
    const auto window = static_cast<Height>(params.window_blocks);
    Height at = chain.next_height() - 1;
    while (at % window != 0 && chain.bits_at(at) == params.pow_limit_bits) {
        --at;
    }
    return chain.bits_at(at);
}

}  // namespace

std::optional<std::uint32_t> late_bits(const Block& tip, std::int64_t next_time,
                                       const RuleParams& params) {
    if (is_late(tip, next_time, params.limit_after_spacings, params)) {
        return params.pow_limit_bits;
    }
    if (is_late(tip, next_time, params.tenfold_after_spacings, params)) {
        return scaled_bits(target_of(tip.bits), 10, 1, params);
    }
    return std::nullopt;
}

std::uint32_t required_bits(const DifficultyRule& rule, const ChainView& chain,
                            const RuleParams& params, std::int64_t next_time) {
    assert(chain.next_height() > 0);
    if (!has_exceptions(params) || is_retarget(rule, params, chain.next_height())) {
        return rule.next_bits(chain, params, next_time);
    }
    const Height tip = chain.next_height() - 1;
    if (const auto late = late_bits({chain.time_at(tip), chain.bits_at(tip)}, next_time, params)) {
        return *late;
    }
    return params.walk_back > 0 ? bits_before_easy_blocks(chain, params)
                                : rule.next_bits(chain, params, next_time);
}

}  // namespace sluice::difficulty
