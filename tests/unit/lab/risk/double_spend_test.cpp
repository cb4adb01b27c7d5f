#include "lab/risk/double_spend.hpp"

#include <gtest/gtest.h>
#include <boost/multiprecision/cpp_int.hpp>

#include <array>
#include <cmath>
#include <random>

namespace sluice::lab {
namespace {

using boost::multiprecision::cpp_int;
using boost::multiprecision::cpp_rational;

struct Needed {
    double attacker_share;
    std::uint64_t exact;
    std::uint64_t nakamoto;
};

/// Confirmations for a risk below 0.1 %. The Nakamoto column is that of the Bitcoin paper.
constexpr std::array needed{Needed{0.10, 6, 5},    Needed{0.15, 9, 8},    Needed{0.20, 13, 11},
                            Needed{0.25, 20, 15},  Needed{0.30, 32, 24},  Needed{0.35, 58, 41},
                            Needed{0.40, 133, 89}, Needed{0.45, 539, 340}};

TEST(confirmations_needed, are_those_of_the_published_tables) {
    for (const Needed& row : needed) {
        EXPECT_EQ(confirmations_needed(double_spend_probability, row.attacker_share, 0.001),
                  row.exact)
            << row.attacker_share;
        EXPECT_EQ(confirmations_needed(double_spend_probability_by_sum, row.attacker_share, 0.001),
                  row.exact)
            << row.attacker_share;
        EXPECT_EQ(
            confirmations_needed(double_spend_probability_nakamoto, row.attacker_share, 0.001),
            row.nakamoto)
            << row.attacker_share;
    }
}

TEST(confirmations_needed, do_not_exist_against_half_of_the_hashrate) {
    EXPECT_EQ(confirmations_needed(double_spend_probability, 0.5, 0.999), std::nullopt);
    EXPECT_EQ(confirmations_needed(double_spend_probability, 0.499999, 1e-9), std::nullopt);
    EXPECT_EQ(confirmations_needed(double_spend_probability, 0, 1e-9), 1U);
}

TEST(double_spend_probability, is_the_same_from_both_closed_forms) {
    for (const double q : {0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.45, 0.49}) {
        for (std::uint64_t z = 1; z <= 600; z += z < 20 ? 1 : 58) {
            ASSERT_NEAR(double_spend_probability(q, z), double_spend_probability_by_sum(q, z),
                        5e-14)
                << q << ", " << z;
        }
    }
}

/// The sum in exact fractions, q = numerator / 1000.
double exact_by_fractions(int numerator, int confirmations) {
    const cpp_rational q(numerator, 1000);
    const cpp_rational p = 1 - q;
    const auto power = [](const cpp_rational& base, int exponent) {
        cpp_rational result = 1;
        for (int i = 0; i < exponent; ++i) {
            result *= base;
        }
        return result;
    };
    cpp_rational sum = 0;
    cpp_int ways = 1;
    for (int m = 0; m <= confirmations; ++m) {
        sum += cpp_rational(ways) *
               (power(p, confirmations) * power(q, m) - power(p, m) * power(q, confirmations));
        ways = ways * (m + confirmations) / (m + 1);
    }
    return cpp_rational(1 - sum).convert_to<double>();
}

TEST(double_spend_probability, has_thirteen_digits_however_small_it_is) {
    for (const int numerator : {1, 10, 100, 300, 450}) {
        for (const int z : {1, 2, 6, 30, 60}) {
            const double exact = exact_by_fractions(numerator, z);
            EXPECT_NEAR(
                double_spend_probability(numerator / 1000.0, static_cast<unsigned>(z)) / exact, 1,
                1e-13)
                << numerator << " per mille, " << z;
        }
    }
}

TEST(double_spend_probability, is_certain_without_confirmations_or_with_half_of_the_hashrate) {
    for (const DoubleSpendModel model : {double_spend_probability, double_spend_probability_by_sum,
                                         double_spend_probability_nakamoto}) {
        EXPECT_EQ(model(0.1, 0), 1);
        EXPECT_EQ(model(0.5, 100), 1);
        EXPECT_EQ(model(0.9, 100), 1);
        EXPECT_EQ(model(0, 1), 0);
    }
}

TEST(double_spend_probability, by_nakamoto_is_the_table_of_his_paper) {
    EXPECT_NEAR(double_spend_probability_nakamoto(0.1, 1), 0.2045873, 5e-8);
    EXPECT_NEAR(double_spend_probability_nakamoto(0.1, 5), 0.0009137, 5e-8);
    EXPECT_NEAR(double_spend_probability_nakamoto(0.1, 10), 0.0000012, 5e-8);
    EXPECT_NEAR(double_spend_probability_nakamoto(0.3, 5), 0.1773523, 5e-8);
    EXPECT_NEAR(double_spend_probability_nakamoto(0.3, 50), 0.0000006, 5e-8);
}

/// One race: the attacker mines beside the payee's z blocks, then must catch up. Given up at a
/// deficit of 60, from which a share of 0.3 comes back with a probability below 1e-22.
bool attacker_wins(std::mt19937_64& random, double attacker_share, int confirmations) {
    std::bernoulli_distribution attacker_finds(attacker_share);
    int lead = 0;
    for (int honest = 0; honest < confirmations;) {
        const bool attacker = attacker_finds(random);
        lead += attacker ? 1 : -1;
        honest += attacker ? 0 : 1;
    }
    while (lead < 0 && lead > -60) {
        lead += attacker_finds(random) ? 1 : -1;
    }
    return lead >= 0;
}

TEST(double_spend_probability, is_how_often_a_simulated_attacker_wins) {
    std::mt19937_64 random(7);
    constexpr int races = 200'000;
    for (const int z : {1, 3, 6}) {
        int won = 0;
        for (int race = 0; race < races; ++race) {
            won += attacker_wins(random, 0.3, z) ? 1 : 0;
        }
        const double expected = double_spend_probability(0.3, static_cast<unsigned>(z));
        const double error = std::sqrt(expected * (1 - expected) / races);
        EXPECT_NEAR(won / static_cast<double>(races), expected, 4 * error) << z;
    }
}

}  // namespace
}  // namespace sluice::lab
