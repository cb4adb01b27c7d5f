#include "difficulty/network/rule_cursor.hpp"
#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"
#include "tests/unit/difficulty/wild_chain.hpp"

#include <gtest/gtest.h>

namespace sluice::difficulty {
namespace {

TEST(dgw, reproduces_the_block_of_dash) {
    SparseChain chain;
    int checked = 0;
    for (const CsvRow& row : read_csv("difficulty/dgw-dash.csv")) {
        if (row.text("role") == "expected") {
            EXPECT_EQ(dgw_rule.next_bits(chain, dgw_rule.defaults, 0), row.hex("bits"));
            ++checked;
        }
        chain.add(row.height("height"), {row.number("time"), row.hex("bits")});
    }
    EXPECT_EQ(checked, 1);
}

TEST(dgw, starts_at_the_limit_for_as_many_blocks_as_it_averages) {
    WholeChain chain;
    for (int i = 0; i < 24; ++i) {
        chain.append({150 * i, 0x1c10'0000});
        EXPECT_EQ(dgw_rule.next_bits(chain, dgw_rule.defaults, 0), 0x1e0f'ffffU) << i;
    }
    chain.append({150 * 24, 0x1c10'0000});
    EXPECT_EQ(dgw_rule.next_bits(chain, dgw_rule.defaults, 0), 0x1c0f'5555U) << "23/24";
}

TEST(dgw, its_cursor_reads_the_window_again_where_targets_are_too_small_for_its_sum) {
    RuleParams params = dgw_rule.defaults;
    params.pow_limit_bits = 0x0301'ffff;
    WildMiner miner(11, params.spacing_s);
    WholeChain chain;
    chain.append({0, 0x0300'ffff});
    const auto cursor = make_cursor(dgw_rule, params, chain.blocks());
    for (int i = 0; i < 2000; ++i) {
        const Block block{miner.next_time(chain.blocks().back().time),
                          static_cast<std::uint32_t>(0x0200'8000 + miner.below(0x7fff))};
        chain.append(block);
        cursor->append(block.time, block.bits);
        ASSERT_EQ(cursor->next_bits(0), dgw_rule.next_bits(chain, params, 0)) << i;
    }
}

}  // namespace
}  // namespace sluice::difficulty
