#include "difficulty/network/rules/ethereum.hpp"

#include "difficulty/network/native_difficulty.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <fstream>
#include <string>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

struct Sampled {
    EthereumFork fork;
    std::string rows;  ///< name in the file
    std::size_t count;
};

UInt256 number_from(const nlohmann::json& text) { return UInt256{text.get<std::string>()}; }

TEST(ethereum_difficulty, reproduces_the_tests_of_every_fork) {
    const std::array sampled{Sampled{frontier_fork, "Frontier", 300},
                             Sampled{homestead_fork, "Homestead", 500},
                             Sampled{homestead_fork, "Homestead-custom", 30},
                             Sampled{byzantium_fork, "Byzantium", 500},
                             Sampled{constantinople_fork, "Constantinople", 300},
                             Sampled{muir_glacier_fork, "EIP2384", 200},
                             Sampled{arrow_glacier_fork, "ArrowGlacier", 200},
                             Sampled{gray_glacier_fork, "GrayGlacier", 200}};
    std::ifstream in(SLUICE_VECTORS_DIR "/difficulty/ethereum-homestead-byzantium.json");
    const auto rules = nlohmann::json::parse(in).at("rules");
    EXPECT_EQ(rules.size(), sampled.size());
    for (const Sampled& one : sampled) {
        const auto& rows = rules.at(one.rows);
        ASSERT_EQ(rows.size(), one.count) << one.rows;
        for (const auto& row : rows) {
            const EthereumParent parent{.difficulty = number_from(row.at(3)),
                                        .time = std::stoull(row.at(4).get<std::string>()),
                                        .has_uncles = row.at(5).get<int>() != 0};
            ASSERT_EQ(ethereum_difficulty(one.fork, std::stoull(row.at(1).get<std::string>()),
                                          std::stoull(row.at(2).get<std::string>()), parent),
                      number_from(row.at(6)))
                << one.rows << ' ' << row.at(0);
        }
    }
}

/// Work that the row wants of a block with this solve time, over the work of its parent.
double growth(const DifficultyRule& rule, std::int64_t solve_time_s) {
    constexpr std::uint32_t bits = 0x1c40'0000;
    SparseChain chain;
    chain.add(100, {1'000'000, bits});
    const std::uint32_t next = rule.next_bits(chain, rule.defaults, 1'000'000 + solve_time_s);
    return work_of_bits(next).convert_to<double>() / work_of_bits(bits).convert_to<double>();
}

TEST(ethereum_rules, take_steps_of_a_2048th_by_the_timestamp_of_the_block_itself) {
    constexpr double step = 1.0 / 2048;
    constexpr double rounding = 1e-6;  // of compact bits
    EXPECT_NEAR(growth(ethereum_homestead_rule, 9), 1 + step, rounding);
    EXPECT_NEAR(growth(ethereum_homestead_rule, 10), 1, rounding);
    EXPECT_NEAR(growth(ethereum_homestead_rule, 25), 1 - step, rounding);
    EXPECT_NEAR(growth(ethereum_homestead_rule, 5000), 1 - 99 * step, rounding);
    EXPECT_NEAR(growth(ethereum_byzantium_rule, 8), 1 + step, rounding);
    EXPECT_NEAR(growth(ethereum_byzantium_rule, 9), 1, rounding);
}

TEST(ethereum_rules, scale_their_unit_of_time_to_the_spacing) {
    SparseChain chain;  // 600 s * ln 2 = 416 s
    chain.add(100, {0, 0x1c40'0000});
    RuleParams params = ethereum_byzantium_rule.defaults;
    params.spacing_s = 600;
    EXPECT_LT(ethereum_byzantium_rule.next_bits(chain, params, 415), 0x1c40'0000U);
    EXPECT_EQ(ethereum_byzantium_rule.next_bits(chain, params, 416), 0x1c40'0000U);
    EXPECT_EQ(ethereum_byzantium_rule.next_bits(chain, params, 831), 0x1c40'0000U);
    EXPECT_GT(ethereum_byzantium_rule.next_bits(chain, params, 832), 0x1c40'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
