#include "lab/sim/timestamp_attack.hpp"
#include "difficulty/network/rules/registry.hpp"

#include <gtest/gtest.h>

namespace sluice::lab::sim {
namespace {

double profit_of(std::string_view name, std::int64_t difficulty::RuleParams::*setting,
                 std::int64_t value, const TimestampAttack& attack) {
    const difficulty::DifficultyRule& rule = *difficulty::find_rule(name);
    difficulty::RuleParams params = rule.defaults;
    params.anchor.reset();
    params.*setting = value;
    return run_timestamp_attack(rule, params, attack).profit;
}

constexpr double rounding = 0.00005;  // of the published figures

TEST(timestamp_attack, reproduces_the_published_profits) {
    EXPECT_NEAR(profit_of("cw-144", &difficulty::RuleParams::window_blocks, 144,
                          {.total_blocks = 145, .goes_on = true}),
                0.4403, rounding);
    EXPECT_NEAR(profit_of("wtema", &difficulty::RuleParams::window_blocks, 144,
                          {.ahead_blocks = 48, .total_blocks = 330, .goes_on = true}),
                0.3715, rounding);
    EXPECT_NEAR(profit_of("wtema", &difficulty::RuleParams::window_blocks, 576,
                          {.ahead_blocks = 75, .total_blocks = 1200, .goes_on = true}),
                0.3690, rounding);
    // The comparison's ASERT numbers are time constants: the half-life is ln 2 of that.
    EXPECT_NEAR(profit_of("asert", &difficulty::RuleParams::half_life_s, 239'549,
                          {.total_blocks = 1290, .goes_on = true}),
                0.3902, 2 * rounding);
    EXPECT_NEAR(
        profit_of("asert", &difficulty::RuleParams::half_life_s, 59'887, {.total_blocks = 283}),
        0.4198, 4 * rounding)
        << "theirs computes the power in another way";
}

TEST(timestamp_attack, earns_nothing_where_timestamps_move_nothing) {
    // Within one period of Bitcoin's rule: every block costs what an honest one costs.
    EXPECT_NEAR(
        profit_of("btc-2016", &difficulty::RuleParams::window_blocks, 2016, {.total_blocks = 100}),
        0, 1e-12);
}

TEST(timestamp_attack, is_worth_nothing_where_it_never_has_the_work_of_the_honest_chain) {
    // Twice as many blocks as a private chain may have, in a time that moves the target little.
    const difficulty::DifficultyRule& rule = *difficulty::find_rule("asert");
    difficulty::RuleParams params = rule.defaults;
    params.anchor.reset();
    params.spacing_s = 1;
    params.half_life_s = 31'622'400;
    const TimestampAttackResult result =
        run_timestamp_attack(rule, params, {.total_blocks = 2'000'000});
    EXPECT_FALSE(result.caught_up);
    EXPECT_EQ(result.profit, -1);
}

}  // namespace
}  // namespace sluice::lab::sim
