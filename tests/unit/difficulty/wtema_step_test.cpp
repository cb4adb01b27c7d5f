#include "difficulty/rules/rules.hpp"
#include "protocol/target.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t bits = 0x1b10'0000;

/// The target wanted over that of all blocks, after 200 blocks on time and then these spacings.
double answer(const std::vector<double>& spacings) {
    const RuleParams& params = wtema_step_rule.defaults;
    WholeChain chain;
    std::int64_t time = 0;
    for (int i = 0; i < 200; ++i) {
        chain.append({time, bits});
        time += params.spacing_s;
    }
    time -= params.spacing_s;
    for (const double spacing : spacings) {
        time += static_cast<std::int64_t>(spacing * static_cast<double>(params.spacing_s));
        chain.append({time, bits});
    }
    const auto value = [](std::uint32_t of) {
        return protocol::decode_compact(of).target.value.convert_to<double>();
    };
    return value(wtema_step_rule.next_bits(chain, params, 0)) / value(bits);
}

constexpr double rounding = 1e-5;

TEST(wtema_step, is_wtema_while_the_blocks_can_be_explained) {
    EXPECT_NEAR(answer({1}), 1, rounding);
    EXPECT_NEAR(answer({5, 5, 5, 5}), 1 + 4.0 / 144, rounding);
    EXPECT_NEAR(answer({0.2, 0.2, 0.2, 0.2}), 1 - 0.8 / 144, rounding);
    EXPECT_NEAR(answer({13}), 1 + 12.0 / 144, rounding) << "two hours ahead of the clock";
}

TEST(wtema_step, takes_the_estimate_of_the_shortest_window_that_is_certain) {
    EXPECT_NEAR(answer({6, 6, 6, 6}), 6, rounding) << "4 blocks";
    EXPECT_NEAR(answer({26}), 29.0 / 4, 10 * rounding) << "4 blocks, one of them absurd";
    EXPECT_NEAR(answer(std::vector<double>(8, 4)), 4, rounding) << "8 blocks";
    EXPECT_NEAR(answer(std::vector<double>(16, 0.18)), 0.18, rounding) << "16 blocks";
    EXPECT_NEAR(answer(std::vector<double>(128, 0.6)), 0.6, rounding) << "128 blocks";
}

TEST(wtema_step, steps_at_most_sixteenfold) {
    EXPECT_NEAR(answer({100, 100, 100, 100}), 16 * (1 + 99.0 / 144), 1e-3);
}

}  // namespace
}  // namespace sluice::difficulty
