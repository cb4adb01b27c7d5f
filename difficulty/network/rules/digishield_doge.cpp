// Digishield as Dogecoin brought it out in 2014: each block moves the target by an eighth of the
// error of the last solve time. CalculateDogecoinNextWorkRequired, src/dogecoin.cpp.

#include "difficulty/network/rules/rules.hpp"
#include "difficulty/network/target_math.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>

namespace sluice::difficulty {
namespace {

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params, std::int64_t) {
    assert(chain.next_height() > 0);
    const Height tip = chain.next_height() - 1;
    const std::uint32_t bits = chain.bits_at(tip);
    if (tip == 0) {
        return bits;
    }
    const std::int64_t wanted = params.spacing_s;
    const std::int64_t took = chain.time_at(tip) - chain.time_at(tip - 1);
    const std::int64_t damped = wanted + (took - wanted) / params.damping;  // truncates toward zero
    return scaled_bits(target_of(bits),
                       std::clamp(damped, wanted - wanted / 4, wanted + wanted / 2), wanted,
                       params);
}

Height reach(const RuleParams&) { return 2; }

constexpr std::array parameters{
    RuleParameter{"spacing_s", &RuleParams::spacing_s, 1, spacing_s_max},
    RuleParameter{"damping", &RuleParams::damping, 1, damping_max},
};

}  // namespace

constinit const DifficultyRule digishield_doge_rule{
    .name = "digishield-doge",
    .description = "Moves the target by an eighth of the last solve time's error, -25 % to +50 %",
    .source = "Dogecoin Core src/dogecoin.cpp CalculateDogecoinNextWorkRequired",
    .weakness =
        "One block is all it knows: the difficulty is noisy, and the clamps make blocks slower "
        "than wanted",
    .defaults = {.spacing_s = 60, .damping = 8, .pow_limit_bits = 0x1e0f'ffff},
    .parameters = parameters,
    .next_bits = next_bits,
    .reach = reach,
};

}  // namespace sluice::difficulty
