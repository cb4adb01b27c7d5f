#include "difficulty/network/rules/chain_presets.hpp"

#include "base/nearest_name.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "difficulty/network/rules/rules.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::difficulty {
namespace {

constexpr std::int64_t two_days_s = 172'800;
constexpr std::int64_t hour_s = 3'600;
constexpr std::int64_t twenty_minutes = 2;  // spacings of ten minutes

// The block below the anchor, its timestamp, and the anchor's bits.
constexpr Anchor bitcoin_cash_anchor{661'646, 1'605'447'844, 0x1804'dafe};
constexpr Anchor bitcoin_cash_testnet_anchor{1'421'480, 1'605'445'400, 0x1d00'ffff};
constexpr Anchor bitcoin_cash_testnet4_anchor{16'843, 1'605'451'779, 0x1d00'ffff};

RuleParams changed(const DifficultyRule& rule, void (*change)(RuleParams&)) {
    RuleParams params = rule.defaults;
    change(params);
    return params;
}

RuleParams asert_params(const Anchor& anchor, std::int64_t half_life_s, std::int64_t limit_after) {
    RuleParams params = asert_rule.defaults;
    params.half_life_s = half_life_s;
    params.limit_after_spacings = limit_after;
    params.anchor = anchor;
    return params;
}

std::vector<ChainPreset> bitcoin_cash_presets() {
    return {
        {"asert-bch", &asert_rule, asert_params(bitcoin_cash_anchor, two_days_s, 0),
         "Bitcoin Cash Node src/chainparams.cpp, main: block 661647"},
        {"asert-bch-testnet", &asert_rule,
         asert_params(bitcoin_cash_testnet_anchor, hour_s, twenty_minutes),
         "Bitcoin Cash Node src/chainparams.cpp, test (testnet3): block 1421481"},
        {"asert-bch-testnet4", &asert_rule,
         asert_params(bitcoin_cash_testnet4_anchor, hour_s, twenty_minutes),
         "Bitcoin Cash Node src/chainparams.cpp, test4: block 16844"},
        {"asert-bch-chipnet", &asert_rule,
         asert_params(bitcoin_cash_testnet4_anchor, hour_s, twenty_minutes),
         "Bitcoin Cash Node src/chainparams.cpp, chip: testnet4's block 16844"},
        {"asert-xec", &asert_rule, asert_params(bitcoin_cash_anchor, two_days_s, 0),
         "Bitcoin ABC src/kernel/chainparams.cpp, main: block 661647, shared with Bitcoin Cash"},
        {"cw-144-testnet", &cw_144_rule,
         changed(cw_144_rule,
                 [](RuleParams& params) { params.limit_after_spacings = twenty_minutes; }),
         "Bitcoin SV src/pow.cpp, fPowAllowMinDifficultyBlocks; Bitcoin Cash's testnets until "
         "2020"},
    };
}

std::vector<ChainPreset> other_presets() {
    constexpr auto late_limit = [](RuleParams& params) { params.limit_after_spacings = 2; };
    constexpr auto easy_blocks = [](RuleParams& params) {
        params.limit_after_spacings = 2;
        params.walk_back = 1;
    };
    return {
        {"btc-signet", &btc_2016_rule,
         changed(btc_2016_rule, [](RuleParams& params) { params.pow_limit_bits = 0x1e03'77ae; }),
         "Bitcoin Core src/kernel/chainparams.cpp, signet"},
        {"litecoin-testnet", &litecoin_rule, changed(litecoin_rule, easy_blocks),
         "Litecoin Core src/chainparams.cpp, test, and src/pow.cpp"},
        {"dogecoin-2013-testnet", &dogecoin_2013_rule, changed(dogecoin_2013_rule, easy_blocks),
         "Dogecoin Core src/pow.cpp, testnet below height 145,000"},
        {"digishield-doge-testnet", &digishield_doge_rule,
         changed(digishield_doge_rule, late_limit),
         "Dogecoin Core src/dogecoin.cpp AllowDigishieldMinDifficultyForBlock, from 157,500"},
        {"dgw-testnet", &dgw_rule,
         changed(dgw_rule,
                 [](RuleParams& params) {
                     params.limit_after_spacings = 48;  // two hours
                     params.tenfold_after_spacings = 4;
                 }),
         "Dash Core src/pow.cpp GetNextWorkRequired, testnet"},
    };
}

std::vector<ChainPreset> all_presets() {
    std::vector<ChainPreset> presets = bitcoin_cash_presets();
    std::ranges::copy(other_presets(), std::back_inserter(presets));
    return presets;
}

}  // namespace

std::span<const ChainPreset> chain_presets() noexcept {
    static const std::vector<ChainPreset> presets = all_presets();
    return presets;
}

Result<NamedRule, std::string> parse_rule_or_preset(std::string_view name) {
    if (const DifficultyRule* rule = find_rule(name)) {
        return NamedRule{rule, rule->defaults};
    }
    std::vector<std::string_view> names;
    for (const ChainPreset& preset : chain_presets()) {
        if (preset.name == name) {
            return NamedRule{preset.rule, preset.params};
        }
        names.push_back(preset.name);
    }
    for (const DifficultyRule* rule : difficulty_rules()) {
        names.push_back(rule->name);
    }
    return Unexpected{"unknown rule '" + std::string(name) + "'; " +
                      did_you_mean(name, names, "`sluice-lab rules` lists them all")};
}

}  // namespace sluice::difficulty
