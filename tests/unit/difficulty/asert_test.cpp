#include "difficulty/network/rules/asert.hpp"

#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/unit_cases.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace sluice::difficulty {
namespace {

using protocol::Target;
using protocol::UInt256;

/// What the rule wants after one block; nothing else of the chain may be looked at.
std::uint32_t bits_after(const DifficultyRule& rule, const RuleParams& params, Height height,
                         std::int64_t time) {
    SparseChain chain;
    chain.add(height, {time, 0});
    return rule.next_bits(chain, params, 0);
}

/// Bitcoin Cash names the anchor's height and bits and the timestamp of its parent.
RuleParams bitcoin_cash_params(const CsvRow& row) {
    RuleParams params = asert_rule.defaults;
    params.anchor = Anchor{row.height("anchor_height") - 1, row.number("anchor_parent_time"),
                           row.hex("anchor_bits")};
    return params;
}

void expect_bitcoin_cash_vectors(const std::string& path, std::size_t rows_wanted) {
    const auto rows = read_csv(path);
    ASSERT_EQ(rows.size(), rows_wanted);
    for (const CsvRow& row : rows) {
        EXPECT_EQ(bits_after(asert_rule, bitcoin_cash_params(row), row.height("height"),
                             row.number("time")),
                  row.hex("expected_bits"))
            << "run " << row.text("run") << ", row " << row.text("row");
    }
}

Target target_from(const nlohmann::json& digits) {
    return {UInt256{"0x" + digits.get<std::string>()}};
}

TEST(asert, reproduces_the_vectors_of_electron_cash) {
    expect_bitcoin_cash_vectors("difficulty/asert-bch.csv", 3000);
}

TEST(asert, reproduces_the_vectors_of_bitcoin_cash_node) {
    expect_bitcoin_cash_vectors("difficulty/asert-bchn-runs.csv", 14000);
}

TEST(asert, reproduces_the_vectors_of_decred) {
    const auto rows = read_csv("difficulty/asert-decred.csv");
    ASSERT_EQ(rows.size(), 1424U);
    for (const CsvRow& row : rows) {
        const RuleParams params{
            .spacing_s = row.number("target_seconds"),
            .half_life_s = row.number("half_life_seconds"),
            .pow_limit_bits = protocol::encode_compact(target_from(row.text("pow_limit"))),
            .anchor = Anchor{row.height("start_height"), row.number("start_time"),
                             row.hex("start_bits")}};
        EXPECT_EQ(bits_after(asert_decred_rule, params, row.height("height"), row.number("time")),
                  row.hex("expected_bits"))
            << "scenario " << row.text("scenario") << ", row " << row.text("row");
    }
}

TEST(asert, reproduces_the_calculations_of_bitcoin_cash_node) {
    const auto cases = unit_cases("BCH", "asert-calc");
    ASSERT_EQ(cases.size(), 24U);
    for (const auto& one : cases) {
        const auto& inputs = one.at("inputs");
        const std::int64_t late_s = inputs.at("time_diff").get<std::int64_t>() -
                                    600 * (inputs.at("height_diff").get<std::int64_t>() + 1);
        const Target next = asert_target(target_from(inputs.at("ref_target")), late_s, 172'800,
                                         target_from(one.at("params").at("pow_limit")));
        EXPECT_EQ(next, target_from(one.at("expected").at("target"))) << one.at("id");
        EXPECT_EQ(protocol::encode_compact(next), bits_of(one.at("expected"), "bits"))
            << one.at("id");
    }
}

TEST(asert, follows_the_published_chain) {
    const auto one = unit_cases("BCH", "asert-chain").at(0);
    const auto& inputs = one.at("inputs");
    RuleParams params = asert_rule.defaults;
    std::int64_t time = inputs.at("anchor_parent").at("time").get<std::int64_t>();
    params.anchor = Anchor{inputs.at("anchor_parent").at("height").get<Height>(), time,
                           bits_of(inputs.at("anchor"), "bits")};
    const auto& steps = one.at("expected").at("steps");
    ASSERT_EQ(steps.size(), 168U);
    for (const auto& step : steps) {
        const auto height = step.at(0).get<Height>();
        time += step.at(1).get<std::int64_t>();
        const auto wanted = std::stoul(step.at(2).get<std::string>(), nullptr, 16);
        EXPECT_EQ(bits_after(asert_rule, params, height, time), wanted) << height;
    }
}

TEST(asert, answers_at_the_anchor_itself) {
    const auto cases = unit_cases("BCH", "asert-anchor");
    ASSERT_EQ(cases.size(), 6U);
    for (const auto& one : cases) {
        const auto& inputs = one.at("inputs");
        constexpr Height anchor_height = 661'647;
        RuleParams params = asert_rule.defaults;
        params.anchor =
            Anchor{anchor_height - 1, inputs.at("anchor_parent_time").get<std::int64_t>(),
                   bits_of(inputs, "anchor_bits")};
        const auto tip_time =
            inputs.value("tip_time", inputs.at("anchor_time").get<std::int64_t>());
        const Height tip = anchor_height + inputs.value("height_diff", Height{0});
        EXPECT_EQ(bits_after(asert_rule, params, tip, tip_time),
                  bits_of(one.at("expected"), "next_bits"))
            << one.at("id");
    }
}

TEST(asert, has_the_anchor_of_the_real_chain_as_default) {
    const auto one = unit_cases("BCH", "asert-anchor-params").at(0).at("expected");
    EXPECT_EQ(asert_rule.defaults.anchor, (Anchor{one.at("anchor_height").get<Height>() - 1,
                                                  one.at("anchor_parent_time").get<std::int64_t>(),
                                                  bits_of(one, "anchor_bits")}));
}

TEST(asert, stays_within_the_published_error_and_rises_with_every_lateness) {
    const auto one = unit_cases("BCH", "asert-error-bounds").at(0);
    const auto& bounds = one.at("expected");
    constexpr std::int64_t half_life_s = 172'800;
    const Target reference =
        protocol::decode_compact(bits_of(one.at("inputs"), "anchor_bits")).target;
    const Target limit = protocol::difficulty_1_target();
    const double reference_value = reference.value.convert_to<double>();
    double error_min = 0;
    double error_max = 0;
    Target before{0};
    for (std::int64_t late_s = -629; late_s <= 345'630; ++late_s) {
        const Target exact = asert_target(reference, late_s, half_life_s, limit);
        const Target next = protocol::decode_compact(protocol::encode_compact(exact)).target;
        const double ideal = reference_value * std::exp2(static_cast<double>(late_s) / half_life_s);
        const double error = next.value.convert_to<double>() / ideal - 1;
        error_min = std::min(error_min, error);
        error_max = std::max(error_max, error);
        ASSERT_FALSE(next < before) << late_s;
        before = next;
    }
    constexpr double rounding = 1e-12;  // of the ideal in floating point
    EXPECT_NEAR(error_min, bounds.at("min_relative_error").get<double>(), rounding);
    EXPECT_NEAR(error_max, bounds.at("max_relative_error").get<double>(), rounding);
}

TEST(asert, truncates_the_exponent_toward_zero) {
    const Target reference = protocol::difficulty_1_target();
    const Target limit{~UInt256{0}};
    // One second of 65537 is 0.99998 of the smallest step, on either side of the schedule.
    EXPECT_EQ(asert_target(reference, -1, 65'537, limit), reference);
    EXPECT_EQ(asert_target(reference, 1, 65'537, limit), reference);
    EXPECT_LT(asert_target(reference, -2, 65'537, limit), reference);
}

TEST(asert, survives_any_lateness_and_any_target) {
    constexpr auto ever = std::numeric_limits<std::int64_t>::max();
    const Target easiest{~UInt256{0}};
    EXPECT_EQ(asert_target(easiest, ever, 1, easiest), easiest);
    EXPECT_EQ(asert_target(easiest, -ever, 1, easiest), Target{1});
    EXPECT_EQ(asert_target(easiest, 255, 1, easiest), easiest);
    EXPECT_EQ(asert_target(Target{1}, 255, 1, easiest), Target{UInt256{1} << 255});
    EXPECT_EQ(asert_target(Target{1}, 256, 1, easiest), easiest);
    EXPECT_EQ(asert_target(easiest, -255, 1, easiest), Target{1});
    EXPECT_EQ(asert_target(easiest, -254, 1, easiest), Target{3});
    EXPECT_EQ(asert_target(Target{1}, -1, 1, easiest), Target{1});
}

TEST(asert_bits, is_the_wide_arithmetic_rounded_to_compact_bits) {
    WildMiner random(5, 600);
    const Target easiest{~UInt256{0}};
    for (int i = 0; i < 200'000; ++i) {
        const auto usual = static_cast<std::uint32_t>(0x1c00'8000 + random.below(0x7f'0000));
        const std::uint32_t reference = random.next_bits(usual, 0x207f'ffff);
        const auto half_life_s = static_cast<std::int64_t>(1 + random.below(200'000));
        const auto range_s = static_cast<std::uint64_t>(half_life_s) * (i % 2 == 0 ? 8 : 600);
        const std::int64_t late_s = static_cast<std::int64_t>(random.below(range_s)) -
                                    static_cast<std::int64_t>(range_s / 2);
        const Target target = protocol::decode_compact(reference).target;
        const Target wide = asert_target(target, late_s, half_life_s, easiest);
        const std::uint32_t narrow = asert_bits(reference, late_s, half_life_s);
        if (wide == easiest) {
            ASSERT_GT(narrow, protocol::encode_compact(easiest)) << late_s << ' ' << half_life_s;
        } else {
            ASSERT_EQ(narrow, protocol::encode_compact(wide)) << late_s << ' ' << half_life_s;
        }
    }
}

TEST(asert_bits, answers_for_the_furthest_lateness_and_the_smallest_targets) {
    constexpr auto ever = std::numeric_limits<std::int64_t>::max();
    EXPECT_EQ(asert_bits(0x207f'ffff, -ever, 1), 0x0101'0000U);
    EXPECT_EQ(asert_bits(0x207f'ffff, -255, 1), 0x0101'0000U);
    EXPECT_EQ(asert_bits(0x0101'0000, 8, 1), 0x0201'0000U);
    EXPECT_EQ(asert_bits(0x0200'8000, 1, 1), 0x0201'0000U);
    EXPECT_EQ(asert_bits(0x0101'0000, 255, 1), 0x2100'8000U);
    EXPECT_GT(asert_bits(0x0101'0000, 256, 1), 0x2100'ffffU);
    EXPECT_GT(asert_bits(0x0101'0000, ever, 1), 0x2100'ffffU);
}

TEST(asert, works_from_genesis_without_an_anchor) {
    const RuleParams params{.spacing_s = 2, .half_life_s = 60, .pow_limit_bits = 0x207f'ffff};
    SparseChain chain;
    chain.add(0, {1'000'000, 0x2000'ffff});
    EXPECT_EQ(asert_rule.next_bits(chain, params, 0), 0x2000'ffffU);
    chain.add(1, {1'000'002, 0x2000'ffff});
    EXPECT_EQ(asert_rule.next_bits(chain, params, 0), 0x2000'ffffU);
    chain.add(2, {1'000'064, 0x2000'ffff});  // a half-life late
    EXPECT_EQ(asert_rule.next_bits(chain, params, 0), 0x2001'fffeU);
    chain.add(33, {1'000'006, 0x2000'ffff});  // a half-life early
    EXPECT_EQ(asert_rule.next_bits(chain, params, 0), 0x1f7f'ff80U);
}

TEST(asert, saturates_over_the_whole_range_of_heights) {
    constexpr Height highest = std::numeric_limits<Height>::max();
    RuleParams params = asert_rule.defaults;
    params.anchor = Anchor{highest, 0, 0x1c10'0000};
    EXPECT_EQ(bits_after(asert_rule, params, 0, 0), params.pow_limit_bits);
    params.anchor = Anchor{0, 0, 0x1c10'0000};
    EXPECT_EQ(bits_after(asert_rule, params, highest - 1, 0), 0x0101'0000U);
}

TEST(asert, accepts_an_anchor_above_the_tip) {
    RuleParams params = asert_rule.defaults;
    params.anchor = Anchor{100, 60'000, 0x1c10'0000};
    EXPECT_EQ(bits_after(asert_rule, params, 0, 0), 0x1c10'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
