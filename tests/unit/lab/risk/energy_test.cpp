#include "lab/risk/energy.hpp"

#include <gtest/gtest.h>

namespace sluice::lab {
namespace {

TEST(energy, counts_the_hashes_of_a_unit_of_difficulty) {
    EXPECT_EQ(hashes_per_difficulty, 4'295'032'833U);
    // A shade more than 2^32, which is what pools count with.
    EXPECT_NEAR(network_hashrate_ths(1, 1) * 1e12 / 0x1p32, 65'536.0 / 65'535, 1e-15);
}

TEST(energy, knows_the_hashrate_behind_a_difficulty) {
    // Bitcoin at height 832,608: difficulty 81.73e12, 585 EH/s.
    EXPECT_NEAR(network_hashrate_ths(81.73e12, 600) / 1e6, 585.05, 0.01);
}

TEST(energy, turns_joules_per_terahash_into_watts) {
    const MinerPower miner{.hashrate_ths = 200, .efficiency_j_per_th = 17.5};
    EXPECT_EQ(power_w(miner), 3500);
    EXPECT_DOUBLE_EQ(energy_kwh_per_day(miner), 84);
}

TEST(energy, breaks_even_where_the_profit_is_nothing) {
    const MiningTerms terms{.difficulty = 100e12,
                            .reward_coins = 3.2,
                            .price = 60'000,
                            .power_price = 0.07,
                            .fee = 0.02};
    const MinerPower miner{.hashrate_ths = 120, .efficiency_j_per_th = 25};
    const MiningDay day = mining_day(miner, terms);
    EXPECT_NEAR(day.coins, 120e12 * 86'400 / (100e12 * 4'295'032'833.0) * 3.2 * 0.98, 1e-12);
    EXPECT_NEAR(day.cost, 120 * 25 * 24 / 1000.0 * 0.07, 1e-12);

    MinerPower other_miner = miner;
    other_miner.efficiency_j_per_th = day.break_even_j_per_th;
    EXPECT_NEAR(mining_day(other_miner, terms).profit, 0, 1e-12);
    MiningTerms other_terms = terms;
    other_terms.power_price = day.break_even_power_price;
    EXPECT_NEAR(mining_day(miner, other_terms).profit, 0, 1e-12);
    other_terms = terms;
    other_terms.price = day.break_even_price;
    EXPECT_NEAR(mining_day(miner, other_terms).profit, 0, 1e-12);
    EXPECT_NEAR(day.energy_kwh_per_coin * day.coins, energy_kwh_per_day(miner), 1e-12);
}

TEST(energy, breaks_even_at_revenue_over_the_price_of_a_day_of_watts) {
    const MiningTerms terms{.difficulty = 100e12, .price = 60'000, .power_price = 0.07};
    const MinerPower miner{.hashrate_ths = 50, .efficiency_j_per_th = 30};
    const MiningDay day = mining_day(miner, terms);
    EXPECT_DOUBLE_EQ(day.break_even_j_per_th, day.revenue / (24 * 0.07 * 50 / 1000));
}

}  // namespace
}  // namespace sluice::lab
