#include "difficulty/network/rule.hpp"

#include "base/hex.hpp"
#include "difficulty/network/late_blocks.hpp"
#include "protocol/pow/target.hpp"

#include <span>
#include <string>

namespace sluice::difficulty {
Result<void, std::string> check_params(const DifficultyRule& rule, const RuleParams& params) {
    for (const auto list : {rule.parameters, std::span<const RuleParameter>(late_parameters)}) {
        for (const RuleParameter& parameter : list) {
            const std::int64_t value = params.*parameter.member;
            if (value < parameter.min || value > parameter.max) {
                return Unexpected{std::string(parameter.name) + " of rule " +
                                  std::string(rule.name) + " must be " +
                                  std::to_string(parameter.min) + " to " +
                                  std::to_string(parameter.max) + ", not " + std::to_string(value)};
            }
        }
    }
    if (params.walk_back > 0 && !rule.periodic) {
        return Unexpected{
            "walk_back is for rules that keep their bits for a period, as btc-2016; " +
            std::string(rule.name) + " does not"};
    }
    const auto usable = [](std::uint32_t bits) { return protocol::decode_compact(bits).valid(); };
    if (!usable(params.pow_limit_bits)) {
        return Unexpected{"pow_limit_bits " + to_hex_be32(params.pow_limit_bits) +
                          " is no compact target; 1d00ffff is Bitcoin's"};
    }
    if (params.anchor && !usable(params.anchor->bits)) {
        return Unexpected{"anchor bits " + to_hex_be32(params.anchor->bits) +
                          " is no compact target"};
    }
    return {};
}

}  // namespace sluice::difficulty
