#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/unit_cases.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

namespace sluice::difficulty {
namespace {

constexpr Height eda_activation = 478'559;  // first block that is not Bitcoin's too
constexpr Height cw_144_activation = 504'032;

const DifficultyRule& rule_at(Height height) {
    if (height < eda_activation) {
        return btc_2016_rule;
    }
    return height < cw_144_activation ? bch_eda_rule : cw_144_rule;
}

TEST(bitcoin_cash, replays_the_whole_chain_from_july_to_november_2017) {
    SparseChain chain;
    std::map<std::string, int> counted;
    for (const CsvRow& row : read_csv("difficulty/bch-2017.csv")) {
        const Height height = row.height("height");
        const std::string& kind = row.text("rule");
        const std::uint32_t bits = row.hex("bits");
        if (kind != "given") {
            const DifficultyRule& rule = rule_at(height);
            ASSERT_EQ(rule.next_bits(chain, rule.defaults, 0), bits) << "at height " << height;
            EXPECT_EQ(kind == "cw144", height >= cw_144_activation) << height;
        }
        if (kind == "eda") {
            EXPECT_NE(bits, chain.bits_at(height - 1)) << height;
            EXPECT_NE(height % 2016, 0U) << height;
        }
        ++counted[kind];
        chain.add(height, {row.number("time"), bits});
    }
    const std::map<std::string, int> wanted{
        {"given", 1}, {"same", 26'183}, {"retarget", 13}, {"eda", 43}, {"cw144", 968}};
    EXPECT_EQ(counted, wanted);
}

/// Genesis and blocks of even spacing after it, as the published tests begin.
std::vector<Block> prefix_of(const nlohmann::json& inputs) {
    const auto& genesis = inputs.at("genesis");
    const auto& prefix = inputs.at("prefix");
    std::vector<Block> chain;
    std::int64_t time = genesis.at("time").get<std::int64_t>();
    chain.push_back({time, bits_of(genesis, "bits")});
    for (int i = 0; i < prefix.at("count").get<int>(); ++i) {
        time += prefix.at("solvetime").get<std::int64_t>();
        chain.push_back({time, bits_of(prefix, "bits")});
    }
    return chain;
}

std::uint32_t bits_from(const nlohmann::json& text) {
    return static_cast<std::uint32_t>(std::stoul(text.get<std::string>(), nullptr, 16));
}

/// One step of the published tests: a block, and the bits wanted after it.
void expect_step(WholeChain& chain, const DifficultyRule& rule, std::int64_t solve_time_s,
                 std::uint32_t bits, std::uint32_t wanted) {
    chain.append({chain.blocks().back().time + solve_time_s, bits});
    EXPECT_EQ(rule.next_bits(chain, rule.defaults, 0), wanted)
        << "after height " << chain.next_height() - 1;
}

TEST(bch_eda, follows_the_published_chain) {
    const auto one = unit_cases("BCH", "eda-chain").at(0);
    WholeChain chain{prefix_of(one.at("inputs"))};
    const auto& steps = one.at("expected").at("steps");
    ASSERT_EQ(steps.size(), 15U);
    for (const auto& step : steps) {
        expect_step(chain, bch_eda_rule, step.at("solvetime").get<std::int64_t>(),
                    bits_of(step, "bits"), bits_of(step, "next_bits"));
    }
}

TEST(bch_eda, keeps_the_limit_and_the_bits_of_a_chain_younger_than_seven_blocks) {
    SparseChain easy;
    easy.add(100, {0, 0x1d00'ffff});
    EXPECT_EQ(bch_eda_rule.next_bits(easy, {}, 0), 0x1d00'ffffU);
    SparseChain young;
    young.add(5, {0, 0x1c10'0000});
    EXPECT_EQ(bch_eda_rule.next_bits(young, {}, 0), 0x1c10'0000U);
}

TEST(cw_144, follows_the_published_chain) {
    const auto one = unit_cases("BCH", "cw144-chain").at(0);
    WholeChain chain{prefix_of(one.at("inputs"))};
    const auto& expected = one.at("expected");
    EXPECT_EQ(cw_144_rule.next_bits(chain, cw_144_rule.defaults, 0),
              bits_of(expected, "next_bits_after_prefix"));
    std::map<Height, std::uint32_t> answers;
    for (const auto& step : expected.at("steps")) {
        expect_step(chain, cw_144_rule, step.at(1).get<std::int64_t>(), bits_from(step.at(2)),
                    bits_from(step.at(3)));
        answers[step.at(0).get<Height>()] = bits_from(step.at(3));
    }
    EXPECT_EQ(answers.size(), 355U);
    for (const auto& point : expected.at("source_checkpoints")) {
        EXPECT_EQ(answers.at(point.at(0).get<Height>()), bits_from(point.at(1)));
    }
}

TEST(cw_144, ends_with_the_published_bits) {
    const auto one = unit_cases("BCH", "cw144-chain-tail").at(0);
    const auto& tail = one.at("inputs").at("tail");
    const std::uint32_t bits = bits_of(one.at("inputs"), "bits");
    const std::int64_t first = tail.at("first_time").get<std::int64_t>();
    WholeChain chain;
    for (std::int64_t back = 10; back > 0; --back) {
        chain.append({first - 600 * back, bits});
    }
    for (std::int64_t i = 0; i <= tail.at("count_after_first").get<std::int64_t>(); ++i) {
        chain.append({first + i * tail.at("solvetime").get<std::int64_t>(), bits});
    }
    EXPECT_EQ(chain.blocks().back().time, one.at("expected").at("last_time").get<std::int64_t>());
    EXPECT_EQ(cw_144_rule.next_bits(chain, cw_144_rule.defaults, 0),
              bits_of(one.at("expected"), "next_bits"));
}

TEST(cw_144, ends_its_window_at_the_middle_timestamp_of_three_in_any_order) {
    constexpr std::uint32_t bits = 0x1b12'3456;
    constexpr std::int64_t middle = 87'100;
    std::array<std::int64_t, 3> last{86'400, middle, 87'700};
    do {
        WholeChain chain;
        for (std::int64_t i = 0; i < 144; ++i) {
            chain.append({600 * i, bits});
        }
        for (const std::int64_t time : last) {
            chain.append({time, bits});
        }
        // From the middle of blocks 0 to 2 to whichever of blocks 144 to 146 has the middle
        // timestamp.
        const auto place = std::ranges::find(last, middle) - last.begin();
        const protocol::UInt256 work = work_of_bits(bits) * (143 + place);
        EXPECT_EQ(cw_144_rule.next_bits(chain, cw_144_rule.defaults, 0),
                  truncated_bits_of_work(protocol::UInt256{work * 600 / (middle - 600)},
                                         cw_144_rule.defaults))
            << last[0] << ' ' << last[1] << ' ' << last[2];
    } while (std::ranges::next_permutation(last).found);
}

TEST(cw_144, keeps_the_bits_until_it_has_a_window) {
    SparseChain chain;
    chain.add(145, {0, 0x1c10'0000});
    EXPECT_EQ(cw_144_rule.next_bits(chain, cw_144_rule.defaults, 0), 0x1c10'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
