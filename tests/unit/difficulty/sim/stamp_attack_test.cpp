#include "difficulty/sim/stamp_attack.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty::sim {
namespace {

double profit_of(std::string_view name, std::int64_t half_life_s, const StampAttack& attack) {
    const DifficultyRule& rule = *find_rule(name);
    RuleParams params = rule.defaults;
    params.anchor.reset();
    params.half_life_s = half_life_s;
    return run_stamp_attack(rule, params, attack).profit;
}

TEST(stamp_attack, reproduces_the_published_profit_against_asert) {
    // asert-144 of the comparison: a time constant of 144 blocks, so a half-life of ln 2 of that.
    EXPECT_NEAR(profit_of("asert", 59'887, {.total_blocks = 283}), 0.4198, 0.0005);
    EXPECT_NEAR(profit_of("asert", 239'549, {.total_blocks = 1290, .goes_on = true}), 0.3902,
                0.005);
}

TEST(stamp_attack, earns_nothing_where_stamps_move_nothing) {
    // Within one period of Bitcoin's rule: every block costs what an honest one costs.
    EXPECT_NEAR(profit_of("btc-2016", 1, {.total_blocks = 100}), 0, 1e-12);
}

}  // namespace
}  // namespace sluice::difficulty::sim
