#include "difficulty/network/rules/registry.hpp"

#include "base/nearest_name.hpp"
#include "difficulty/network/rules/rules.hpp"

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

Result<const DifficultyRule*, std::string> parse_rule(std::string_view name) {
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

}  // namespace sluice::difficulty
