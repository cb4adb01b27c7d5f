#include "lab/risk/selfish_mining.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace sluice::lab {
namespace {

TEST(selfish_mining, pays_from_the_threshold_on) {
    EXPECT_NEAR(selfish_threshold(0), 1.0 / 3, 1e-15);
    EXPECT_NEAR(selfish_threshold(0.5), 0.25, 1e-15);
    EXPECT_EQ(selfish_threshold(1), 0);
    for (const double gamma : {0.0, 0.25, 0.5, 0.75, 0.99}) {
        const double threshold = selfish_threshold(gamma);
        EXPECT_NEAR(selfish_revenue({threshold, gamma}), threshold, 1e-14) << gamma;
        EXPECT_GT(selfish_revenue({threshold + 0.01, gamma}), threshold + 0.01) << gamma;
        EXPECT_LT(selfish_revenue({threshold * 0.9, gamma}), threshold * 0.9) << gamma;
    }
}

TEST(selfish_mining, earns_nothing_from_nothing_and_all_from_half) {
    EXPECT_EQ(selfish_revenue({0, 0.5}), 0);
    EXPECT_EQ(chain_growth({0, 0.5}), 1);
    EXPECT_NEAR(selfish_revenue({0.499999, 0}), 1, 1e-4);
}

/// Blocks of the best chain by the attack's own rules, block by block.
struct Simulated {
    double revenue = 0;
    double growth = 0;
};

Simulated simulate(const SelfishMiner& miner, int blocks) {
    std::mt19937_64 random(11);
    std::bernoulli_distribution pool_finds(miner.alpha);
    std::bernoulli_distribution follows_pool(miner.gamma);
    double pool = 0;
    double others = 0;
    int lead = 0;
    bool tie = false;
    for (int block = 0; block < blocks; ++block) {
        const bool by_pool = pool_finds(random);
        if (tie) {  // the pool's secret block against one of the others, both public
            if (by_pool) {
                pool += 2;
            } else if (follows_pool(random)) {
                pool += 1;
                others += 1;
            } else {
                others += 2;
            }
            tie = false;
        } else if (by_pool) {
            ++lead;
        } else if (lead == 0) {
            others += 1;
        } else if (lead == 1) {
            tie = true;
            lead = 0;
        } else if (lead == 2) {  // publishes all and wins
            pool += 2;
            lead = 0;
        } else {
            pool += 1;
            --lead;
        }
    }
    return {pool / (pool + others), (pool + others) / blocks};
}

TEST(selfish_mining, earns_and_slows_the_chain_as_a_simulation_says) {
    for (const SelfishMiner miner :
         {SelfishMiner{0.1, 0.9}, SelfishMiner{0.3, 0.5}, SelfishMiner{0.4, 0}}) {
        const Simulated simulated = simulate(miner, 1'000'000);
        EXPECT_NEAR(selfish_revenue(miner), simulated.revenue, 0.003) << miner.alpha;
        EXPECT_NEAR(chain_growth(miner), simulated.growth, 0.003) << miner.alpha;
    }
}

TEST(selfish_mining, needs_ten_weeks_of_bitcoin_with_a_tenth_of_the_hashrate) {
    // Grunspan and Perez-Marco: alpha 0.1, gamma 0.9, "more than 10 weeks".
    const auto intervals = intervals_to_profit({0.1, 0.9}, DifficultyAnswer::by_period, 2016);
    ASSERT_TRUE(intervals);
    EXPECT_NEAR(*intervals * 600 / 604'800, 10, 1);
}

TEST(selfish_mining, never_pays_below_the_threshold) {
    for (const DifficultyAnswer answer :
         {DifficultyAnswer::by_period, DifficultyAnswer::exponential}) {
        EXPECT_EQ(intervals_to_profit({0.3, 0}, answer, 2016), std::nullopt);
        EXPECT_EQ(intervals_to_profit({0, 1}, answer, 2016), std::nullopt);
    }
}

/// The gain of the attack, step by step, under a difficulty that follows the chain exponentially.
double profit_by_steps(const SelfishMiner& miner, double constant) {
    const double revenue = selfish_revenue(miner);
    const double growth = chain_growth(miner);
    constexpr double step = 0.01;
    double difficulty = 1;
    double gain = 0;
    for (double time = step;; time += step) {
        const double blocks = step * growth / difficulty;
        gain += revenue * blocks - miner.alpha * step;
        difficulty *= std::exp((blocks - step) / constant);
        if (gain > 0) {
            return time;
        }
    }
}

TEST(selfish_mining, pays_sooner_the_faster_the_difficulty_answers) {
    const SelfishMiner miner{0.4, 0.5};
    double before = 0;
    for (const double constant : {50.0, 144.0, 288.0}) {
        const auto intervals = intervals_to_profit(miner, DifficultyAnswer::exponential, constant);
        ASSERT_TRUE(intervals);
        EXPECT_NEAR(*intervals / profit_by_steps(miner, constant), 1, 0.01) << constant;
        EXPECT_GT(*intervals, before);
        before = *intervals;
    }
}

}  // namespace
}  // namespace sluice::lab
