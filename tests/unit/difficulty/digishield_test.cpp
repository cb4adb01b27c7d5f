#include "difficulty/network/rules/digishield.hpp"

#include "difficulty/network/late_blocks.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "protocol/pow/target.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/unit_cases.hpp"

#include <gtest/gtest.h>

#include <string>

namespace sluice::difficulty {
namespace {

/// The chain of a case, from the height that it names.
void add_blocks(SparseChain& chain, const nlohmann::json& inputs) {
    const auto& times = inputs.at("times");
    const auto& bits = inputs.at("bits");
    const auto first = inputs.value("first_height", Height{0});
    for (std::size_t i = 0; i < times.size(); ++i) {
        chain.add(
            first + i,
            {times.at(i).get<std::int64_t>(),
             static_cast<std::uint32_t>(std::stoul(bits.at(i).get<std::string>(), nullptr, 16))});
    }
}

RuleParams zcash_params(const DifficultyRule& rule, const nlohmann::json& params) {
    RuleParams made = rule.defaults;
    made.spacing_s = params.at("target_spacing").get<std::int64_t>();
    made.pow_limit_bits = protocol::encode_compact(
        {protocol::UInt256{"0x" + params.at("pow_limit").get<std::string>()}});
    return made;
}

TEST(digishield_zcash, reproduces_the_calculations_of_zcashd) {
    const auto cases = unit_cases("ZEC", "digishield-zcash");
    ASSERT_EQ(cases.size(), 9U);
    for (const auto& one : cases) {
        const auto& inputs = one.at("inputs");
        const protocol::UInt256 average{"0x" + inputs.at("average_target").get<std::string>()};
        const auto took =
            inputs.at("last_mtp").get<std::int64_t>() - inputs.at("first_mtp").get<std::int64_t>();
        EXPECT_EQ(
            digishield_bits(average, took, zcash_params(digishield_zcash_rule, one.at("params"))),
            bits_of(one.at("expected"), "next_bits"))
            << one.at("id");
    }
}

TEST(digishield_zcash, follows_the_chains_of_zcashd) {
    const auto cases = unit_cases("ZEC", "digishield-zcash-chain");
    ASSERT_EQ(cases.size(), 6U);
    for (const auto& one : cases) {
        SparseChain chain;
        add_blocks(chain, one.at("inputs"));
        EXPECT_EQ(digishield_zcash_rule.next_bits(
                      chain, zcash_params(digishield_zcash_rule, one.at("params")), 0),
                  bits_of(one.at("expected"), "next_bits"))
            << one.at("id");
    }
}

TEST(digishield_zcash, follows_the_testnet_of_zcashd) {
    const auto cases = unit_cases("ZEC-testnet", "digishield-zcash-chain");
    ASSERT_EQ(cases.size(), 3U);
    for (const auto& one : cases) {
        SparseChain chain;
        add_blocks(chain, one.at("inputs"));
        const RuleParams params = zcash_params(digishield_zcash_testnet_rule, one.at("params"));
        EXPECT_EQ(params.pow_limit_bits, digishield_zcash_testnet_rule.defaults.pow_limit_bits);
        EXPECT_EQ(required_bits(digishield_zcash_testnet_rule, chain, params,
                                one.at("inputs").at("next_time").get<std::int64_t>()),
                  bits_of(one.at("expected"), "next_bits"))
            << one.at("id");
    }
}

TEST(digishield_zcash, starts_at_the_limit_until_it_has_a_window) {
    const RuleParams& params = digishield_zcash_rule.defaults;
    SparseChain chain;
    chain.add(16, {0, 0x1c10'0000});
    EXPECT_EQ(digishield_zcash_rule.next_bits(chain, params, 0), params.pow_limit_bits);
}

TEST(digishield_doge, reproduces_the_unit_cases_of_dogecoin_core) {
    const auto cases = unit_cases("DOGE", "digishield-doge");
    ASSERT_EQ(cases.size(), 4U);
    for (const auto& one : cases) {
        const auto& inputs = one.at("inputs");
        const auto last = inputs.at("last_height").get<Height>();
        SparseChain chain;
        chain.add(last - 1, {inputs.at("first_time").get<std::int64_t>(), 0});
        chain.add(last, {inputs.at("last_time").get<std::int64_t>(), bits_of(inputs, "last_bits")});
        EXPECT_EQ(digishield_doge_rule.next_bits(chain, digishield_doge_rule.defaults, 0),
                  bits_of(one.at("expected"), "next_bits"))
            << one.at("id");
    }
}

}  // namespace
}  // namespace sluice::difficulty
