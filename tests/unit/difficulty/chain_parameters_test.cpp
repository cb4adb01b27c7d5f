// The spacing, the easiest target and the anchor of every row, as the source of its chain has them.

#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/chain_presets.hpp"
#include "difficulty/network/rules/ethereum.hpp"
#include "difficulty/network/rules/grin.hpp"
#include "difficulty/network/rules/registry.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::difficulty {
namespace {

struct ChainParameters {
    std::string_view name;
    std::int64_t spacing_s;
    std::uint32_t limit_bits;
    std::optional<Anchor> anchor;
    std::string_view source;  ///< where the chain states them
};

constexpr std::string_view no_chain = "no chain: as the author proposes it, limit of Bitcoin";
constexpr Anchor bitcoin_cash_anchor{661'646, 1'605'447'844, 0x1804'dafe};

const std::array chain_parameters{
    ChainParameters{"btc-2016", 600, 0x1d00'ffff, {}, "Bitcoin Core chainparams.cpp, main"},
    ChainParameters{"testnet3", 600, 0x1d00'ffff, {}, "Bitcoin Core chainparams.cpp, test"},
    ChainParameters{"testnet4", 600, 0x1d00'ffff, {}, "Bitcoin Core chainparams.cpp, testnet4"},
    ChainParameters{"litecoin", 150, 0x1e0f'ffff, {}, "Litecoin Core chainparams.cpp, main"},
    ChainParameters{"dogecoin-2013", 60, 0x1e0f'ffff, {}, "Dogecoin Core chainparams.cpp, main"},
    ChainParameters{"bch-eda", 600, 0x1d00'ffff, {}, "Bitcoin Cash Node chainparams.cpp, main"},
    ChainParameters{"cw-144", 600, 0x1d00'ffff, {}, "Bitcoin Cash Node chainparams.cpp, main"},
    ChainParameters{
        "asert", 600, 0x1d00'ffff, bitcoin_cash_anchor,
        "Bitcoin Cash Node chainparams.cpp, main: block 661647, its parent's timestamp"},
    ChainParameters{"asert-decred", 300, 0x1d00'ffff, {}, "dcrd chaincfg/mainnetparams.go"},
    ChainParameters{"decred-ewma", 300, 0x1d00'ffff, {}, "dcrd chaincfg/mainnetparams.go"},
    ChainParameters{"wtema", 600, 0x1d00'ffff, {}, no_chain},
    ChainParameters{"grin", 60, 0x1f03'ffff, {}, "Grin core/src/consensus.rs, minimum 16,384"},
    ChainParameters{"ema", 600, 0x1d00'ffff, {}, no_chain},
    ChainParameters{"lwma-1", 120, 0x1d00'ffff, {}, no_chain},
    ChainParameters{"lwma-4", 120, 0x1d00'ffff, {}, no_chain},
    ChainParameters{"digishield-zcash", 75, 0x1f07'ffff, {}, "zcashd chainparams.cpp, main"},
    ChainParameters{
        "digishield-zcash-testnet", 75, 0x2007'ffff, {}, "zcashd chainparams.cpp, test"},
    ChainParameters{"digishield-doge", 60, 0x1e0f'ffff, {}, "Dogecoin Core chainparams.cpp, main"},
    ChainParameters{"dgw", 150, 0x1e0f'ffff, {}, "Dash Core chainparams.cpp, main"},
    ChainParameters{"kgw", 150, 0x1e0f'ffff, {}, "Megacoin main.cpp, bnProofOfWorkLimit"},
    ChainParameters{"monero", 120, 0x2100'ffff, {}, "Monero cryptonote_config.h, from version 2"},
    ChainParameters{"ethereum-homestead", 14, 0x1e7f'ffff, {}, "EIP-2; minimum 131,072"},
    ChainParameters{"ethereum-byzantium", 13, 0x1e7f'ffff, {}, "EIP-100; minimum 131,072"},
    ChainParameters{"digibyte", 15, 0x1e0f'ffff, {}, "DigiByte Core chainparams.cpp, main"},
    ChainParameters{"bismuth", 60, 0x1d00'ffff, {}, "60 s; Bismuth has no compact targets"},
    ChainParameters{"pid", 600, 0x1d00'ffff, {}, no_chain},
};

/// The same of the presets, with what they change besides.
struct PresetParameters {
    ChainParameters chain;
    std::int64_t half_life_s = 172'800;
    std::int64_t limit_after_spacings = 0;
    std::int64_t tenfold_after_spacings = 0;
    std::int64_t walk_back = 0;
};

constexpr Anchor bitcoin_cash_testnet4_anchor{16'843, 1'605'451'779, 0x1d00'ffff};
constexpr std::string_view bchn = "Bitcoin Cash Node chainparams.cpp";

const std::array preset_parameters{
    PresetParameters{.chain = {"asert-bch", 600, 0x1d00'ffff, bitcoin_cash_anchor, bchn}},
    PresetParameters{.chain = {"asert-bch-testnet", 600, 0x1d00'ffff,
                               Anchor{1'421'480, 1'605'445'400, 0x1d00'ffff}, bchn},
                     .half_life_s = 3'600,
                     .limit_after_spacings = 2},
    PresetParameters{
        .chain = {"asert-bch-testnet4", 600, 0x1d00'ffff, bitcoin_cash_testnet4_anchor, bchn},
        .half_life_s = 3'600,
        .limit_after_spacings = 2},
    PresetParameters{
        .chain = {"asert-bch-chipnet", 600, 0x1d00'ffff, bitcoin_cash_testnet4_anchor, bchn},
        .half_life_s = 3'600,
        .limit_after_spacings = 2},
    PresetParameters{.chain = {"asert-xec", 600, 0x1d00'ffff, bitcoin_cash_anchor,
                               "Bitcoin ABC chainparams.cpp, main"}},
    PresetParameters{.chain = {"cw-144-testnet", 600, 0x1d00'ffff, {}, bchn},
                     .limit_after_spacings = 2},
    PresetParameters{
        .chain = {"btc-signet", 600, 0x1e03'77ae, {}, "Bitcoin Core chainparams.cpp, signet"}},
    PresetParameters{.chain = {"litecoin-testnet", 150, 0x1e0f'ffff, {}, "Litecoin Core, test"},
                     .limit_after_spacings = 2,
                     .walk_back = 1},
    PresetParameters{
        .chain = {"dogecoin-2013-testnet", 60, 0x1e0f'ffff, {}, "Dogecoin Core, testnet"},
        .limit_after_spacings = 2,
        .walk_back = 1},
    PresetParameters{
        .chain = {"digishield-doge-testnet", 60, 0x1e0f'ffff, {}, "Dogecoin Core, testnet"},
        .limit_after_spacings = 2},
    PresetParameters{.chain = {"dgw-testnet", 150, 0x1e0f'ffff, {}, "Dash Core, testnet"},
                     .limit_after_spacings = 48,
                     .tenfold_after_spacings = 4},
};

void expect_parameters(const ChainParameters& chain, const RuleParams& params) {
    EXPECT_EQ(params.spacing_s, chain.spacing_s) << chain.name << ": " << chain.source;
    EXPECT_EQ(params.pow_limit_bits, chain.limit_bits) << chain.name << ": " << chain.source;
    EXPECT_EQ(params.anchor, chain.anchor) << chain.name << ": " << chain.source;
}

TEST(chain_parameters, of_every_row_are_those_of_its_chain) {
    for (const DifficultyRule* rule : difficulty_rules()) {
        const auto chain = std::ranges::find(chain_parameters, rule->name, &ChainParameters::name);
        ASSERT_NE(chain, chain_parameters.end()) << rule->name << " has no line in this table";
        expect_parameters(*chain, rule->defaults);
    }
}

TEST(chain_parameters, of_every_preset_are_those_of_its_chain) {
    for (const ChainPreset& preset : chain_presets()) {
        const auto row = std::ranges::find(preset_parameters, preset.name,
                                           [](const auto& line) { return line.chain.name; });
        ASSERT_NE(row, preset_parameters.end()) << preset.name << " has no line in this table";
        expect_parameters(row->chain, preset.params);
        EXPECT_EQ(preset.params.half_life_s, row->half_life_s) << preset.name;
        EXPECT_EQ(preset.params.limit_after_spacings, row->limit_after_spacings) << preset.name;
        EXPECT_EQ(preset.params.tenfold_after_spacings, row->tenfold_after_spacings) << preset.name;
        EXPECT_EQ(preset.params.walk_back, row->walk_back) << preset.name;
        EXPECT_TRUE(check_params(*preset.rule, preset.params)) << preset.name;
        EXPECT_EQ(find_rule(preset.name), nullptr) << preset.name << " is a row's name too";
    }
}

TEST(chain_parameters, have_the_least_work_where_a_chain_counts_difficulty) {
    EXPECT_EQ(work_of_bits(find_rule("monero")->defaults.pow_limit_bits), 1);
    EXPECT_EQ(work_of_bits(find_rule("grin")->defaults.pow_limit_bits), grin_difficulty_min);
    EXPECT_EQ(work_of_bits(find_rule("ethereum-homestead")->defaults.pow_limit_bits),
              ethereum_difficulty_min);
}

}  // namespace
}  // namespace sluice::difficulty
