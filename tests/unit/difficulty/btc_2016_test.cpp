#include "difficulty/network/rules/rules.hpp"
#include "protocol/pow/target.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/unit_cases.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

constexpr std::uint32_t bitcoin_limit = 0x1d00'ffff;

std::uint32_t next_bits(const ChainView& chain, const RuleParams& params = {}) {
    return btc_2016_rule.next_bits(chain, params, 0);
}

TEST(btc_2016, replays_every_retarget_of_bitcoin) {
    const auto rows = read_csv("difficulty/btc-retargets.csv");
    ASSERT_EQ(rows.size(), 413U);
    for (const CsvRow& row : rows) {
        SparseChain chain;
        chain.add(row.height("first_height"), {row.number("first_time"), row.hex("old_bits")});
        chain.add(row.height("last_height"), {row.number("last_time"), row.hex("old_bits")});
        EXPECT_EQ(next_bits(chain), row.hex("new_bits")) << "after " << row.text("last_height");
    }
}

TEST(btc_2016, replays_the_real_headers_at_retarget_heights) {
    SparseChain chain;
    std::size_t retargets = 0;
    for (const CsvRow& row : read_csv("headers/btc-retarget-headers.csv")) {
        const Height height = row.height("height");
        if (height > 0 && height % 2016 == 0) {
            EXPECT_EQ(next_bits(chain), row.hex("bits")) << "at height " << height;
            ++retargets;
        }
        chain.add(height, {row.number("time"), row.hex("bits")});
    }
    EXPECT_EQ(retargets, 413U);
}

TEST(btc_2016, reproduces_the_unit_cases_of_bitcoin_core) {
    const auto cases = unit_cases("BTC", "retarget-2016");
    ASSERT_EQ(cases.size(), 4U);
    for (const auto& one : cases) {
        const auto& inputs = one.at("inputs");
        const auto last = inputs.at("last_height").get<Height>();
        const std::uint32_t bits = bits_of(inputs, "last_bits");
        SparseChain chain;
        chain.add(last - 2015, {inputs.at("first_time").get<std::int64_t>(), bits});
        chain.add(last, {inputs.at("last_time").get<std::int64_t>(), bits});
        EXPECT_EQ(next_bits(chain), bits_of(one.at("expected"), "next_bits")) << one.at("id");
    }
}

TEST(btc_2016, keeps_the_bits_inside_a_period) {
    SparseChain chain;  // no other block may be looked at
    chain.add(4000, {1'234'000'000, 0x1c12'3456});
    EXPECT_EQ(next_bits(chain), 0x1c12'3456U);
}

TEST(btc_2016, works_from_genesis_with_a_short_window_and_any_spacing) {
    const RuleParams params{.spacing_s = 2, .window_blocks = 72, .pow_limit_bits = 0x207f'ffff};
    SparseChain chain;
    for (Height height = 0; height < 72; ++height) {
        chain.add(height, {1000 + static_cast<std::int64_t>(height), 0x2000'ffff});
        if (height < 71) {
            EXPECT_EQ(next_bits(chain, params), 0x2000'ffffU) << height;
        }
    }
    // 71 s instead of 144 s: 0xffff * 71 / 144 with two more bytes of mantissa.
    EXPECT_EQ(next_bits(chain, params), 0x1f7e'3865U);
}

TEST(btc_2016, never_exceeds_the_limit_and_does_not_wrap_at_the_easiest_target) {
    const RuleParams params{.pow_limit_bits = 0x207f'ffff};
    SparseChain chain;
    chain.add(0, {0, 0x207f'ffff});
    chain.add(2015, {100'000'000, 0x207f'ffff});
    EXPECT_EQ(next_bits(chain, params), 0x207f'ffffU);
    EXPECT_EQ(next_bits(chain), bitcoin_limit);
}

TEST(btc_2016, treats_a_period_that_ran_backwards_as_the_shortest) {
    SparseChain chain;
    chain.add(2016, {2'000'000, 0x1c10'0000});
    chain.add(4031, {1'000'000, 0x1c10'0000});
    EXPECT_EQ(next_bits(chain), 0x1c04'0000U);
}

TEST(btc_2016, never_reaches_a_target_of_zero_with_the_shortest_windows) {
    for (const std::int64_t window : {2, 3, 4, 5}) {
        const RuleParams params{
            .spacing_s = 1, .window_blocks = window, .pow_limit_bits = 0x207f'ffff};
        SparseChain chain;  // every block has the same timestamp
        std::uint32_t bits = 0x207f'ffff;
        for (Height height = 0; height < 2000; ++height) {
            chain.add(height, {1'000'000, bits});
            bits = next_bits(chain, params);
            ASSERT_TRUE(protocol::decode_compact(bits).valid())
                << "window " << window << ", after block " << height;
        }
        EXPECT_EQ(protocol::decode_compact(bits).target.value, 1) << "window " << window;
    }
}

}  // namespace
}  // namespace sluice::difficulty
