#include "difficulty/rule.hpp"

#include "base/hex.hpp"
#include "base/nearest_name.hpp"
#include "difficulty/late_blocks.hpp"
#include "difficulty/rules/rules.hpp"
#include "protocol/pow/target.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::difficulty {
namespace {

constexpr std::array rules{
    &btc_2016_rule,
    &testnet3_rule,
    &testnet4_rule,
    &litecoin_rule,
    &dogecoin_2013_rule,
    &bch_eda_rule,
    &cw_144_rule,
    &asert_rule,
    &asert_decred_rule,
    &decred_ewma_rule,
    &wtema_rule,
    &grin_rule,
    &ema_rule,
    &lwma_1_rule,
    &lwma_4_rule,
    &digishield_zcash_rule,
    &digishield_zcash_testnet_rule,
    &digishield_doge_rule,
    &dgw_rule,
    &kgw_rule,
    &monero_rule,
    &ethereum_homestead_rule,
    &ethereum_byzantium_rule,
    &digibyte_rule,
    &bismuth_rule,
    &pid_rule,
};

}  // namespace

std::span<const DifficultyRule* const> difficulty_rules() noexcept { return rules; }

const DifficultyRule* find_rule(std::string_view name) noexcept {
    const auto row = std::ranges::find(rules, name, &DifficultyRule::name);
    return row == rules.end() ? nullptr : *row;
}

Result<const DifficultyRule*, std::string> rule_named(std::string_view name) {
    if (const DifficultyRule* rule = find_rule(name)) {
        return rule;
    }
    std::vector<std::string_view> names;
    for (const DifficultyRule* rule : rules) {
        names.push_back(rule->name);
    }
    return Unexpected{"unknown rule '" + std::string(name) + "'; " +
                      did_you_mean(name, names, "`sluice-lab rules` lists them all")};
}

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
