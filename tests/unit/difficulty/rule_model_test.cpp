// Rules whose chains published no test vectors, against a model written in another language from
// the same sources (difficulty/rule-model.csv): one wild chain of one-minute blocks.

#include "difficulty/network/rule.hpp"
#include "difficulty/network/rules/registry.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>

namespace sluice::difficulty {
namespace {

/// What the model set beside the spacing and the limit; 0 leaves the rule's own.
struct Modelled {
    std::string rule;
    std::int64_t window_blocks = 0;
    std::int64_t windows = 0;
    std::int64_t half_life_s = 0;
    /// Bismuth's model goes a longer way in floating point: one unit of the mantissa is allowed.
    std::uint32_t tolerance = 0;
};

std::ostream& operator<<(std::ostream& out, const Modelled& modelled) {
    return out << modelled.rule;
}

RuleParams params_of(const Modelled& modelled, const DifficultyRule& rule) {
    RuleParams params = rule.defaults;
    params.spacing_s = 60;
    params.pow_limit_bits = 0x1e0f'ffff;
    const auto set = [&](std::int64_t RuleParams::*member, std::int64_t value) {
        if (value != 0) {
            params.*member = value;
        }
    };
    set(&RuleParams::window_blocks, modelled.window_blocks);
    set(&RuleParams::windows, modelled.windows);
    set(&RuleParams::half_life_s, modelled.half_life_s);
    return params;
}

class rule_model : public ::testing::TestWithParam<Modelled> {};

TEST_P(rule_model, gives_the_same_bits_after_every_block) {
    const DifficultyRule* rule = find_rule(GetParam().rule);
    ASSERT_NE(rule, nullptr);
    const RuleParams params = params_of(GetParam(), *rule);
    ASSERT_TRUE(check_params(*rule, params));
    WholeChain chain;
    for (const CsvRow& row : read_csv("difficulty/rule-model.csv")) {
        chain.append({row.number("time"), row.hex("bits")});
        const std::uint32_t wanted = row.hex(GetParam().rule);
        const std::uint32_t bits = rule->next_bits(chain, params, 0);
        ASSERT_LE(std::max(bits, wanted) - std::min(bits, wanted), GetParam().tolerance)
            << "after height " << row.text("height") << ": " << std::hex << bits << ", modelled "
            << wanted;
    }
    EXPECT_EQ(chain.next_height(), 700U);
}

INSTANTIATE_TEST_SUITE_P(
    rules, rule_model,
    ::testing::Values(
        Modelled{.rule = "wtema", .window_blocks = 144}, Modelled{.rule = "grin"},
        Modelled{.rule = "ema", .window_blocks = 144},
        Modelled{.rule = "lwma-1", .window_blocks = 90},
        Modelled{.rule = "lwma-4", .window_blocks = 90},
        Modelled{.rule = "dgw", .window_blocks = 24}, Modelled{.rule = "kgw", .window_blocks = 280},
        Modelled{.rule = "decred-ewma", .window_blocks = 16, .windows = 5},
        Modelled{.rule = "digibyte", .window_blocks = 50},
        Modelled{.rule = "digishield-zcash", .window_blocks = 17},
        Modelled{.rule = "digishield-doge"}, Modelled{.rule = "monero", .window_blocks = 96},
        Modelled{.rule = "bismuth", .window_blocks = 144, .tolerance = 1}, Modelled{.rule = "pid"}),
    [](const auto& one) {
        std::string name = one.param.rule;
        std::ranges::replace(name, '-', '_');
        return name;
    });

}  // namespace
}  // namespace sluice::difficulty
