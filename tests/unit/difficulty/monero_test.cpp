#include "difficulty/network/rules/monero.hpp"

#include "difficulty/network/rules/rules.hpp"
#include "tests/unit/difficulty/csv_file.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace sluice::difficulty {
namespace {

using protocol::UInt256;

TEST(monero, reproduces_the_thousand_blocks_of_its_own_test) {
    std::vector<std::int64_t> times;
    std::vector<UInt256> cumulative;
    UInt256 sum = 0;
    for (const CsvRow& row : read_csv("difficulty/monero.csv")) {
        const std::size_t counted = std::min(times.size(), monero_window + monero_lag);
        const std::size_t begin = times.size() - counted;
        const std::size_t count = std::min(counted, monero_window);
        const std::span window = std::span(times).subspan(begin, count);
        const auto wanted = row.height("expected_difficulty");
        ASSERT_EQ(monero_difficulty({window.begin(), window.end()},
                                    std::span(cumulative).subspan(begin, count)),
                  wanted)
            << "block " << row.text("index");
        sum += wanted;
        times.push_back(row.number("timestamp"));
        cumulative.push_back(sum);
    }
    EXPECT_EQ(times.size(), 1000U);
}

TEST(monero, cuts_as_many_timestamps_at_each_end_and_the_odd_one_at_the_beginning) {
    const auto cut = [](std::size_t count) { return monero_cut_of(count, 720, 60); };
    EXPECT_EQ(cut(600).begin, 0U);
    EXPECT_EQ(cut(600).end, 600U);
    EXPECT_EQ(cut(601).begin, 1U);
    EXPECT_EQ(cut(601).end, 601U);
    EXPECT_EQ(cut(720).begin, 60U);
    EXPECT_EQ(cut(720).end, 660U);
}

TEST(monero, rounds_up_and_takes_no_time_for_a_second) {
    EXPECT_EQ(monero_quotient(1000, 7, 1), 143);
    EXPECT_EQ(monero_quotient(1001, 7, 1), 143);
    EXPECT_EQ(monero_quotient(1000, 0, 120), 120'000);
}

TEST(monero, never_reads_the_genesis_block) {
    SparseChain chain;
    chain.add(1, {1000, 0x1c10'0000});
    chain.add(2, {1120, 0x1c10'0000});
    EXPECT_EQ(monero_rule.next_bits(chain, monero_rule.defaults, 0), 0x1c10'0000U);
}

}  // namespace
}  // namespace sluice::difficulty
