#include "difficulty/network/chain_view.hpp"
#include "tests/unit/difficulty/sparse_chain.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <initializer_list>

namespace sluice::difficulty {
namespace {

/// Median time past of the tip.
std::int64_t median_of(std::initializer_list<std::int64_t> times) {
    SparseChain chain;
    for (const std::int64_t time : times) {
        chain.add(chain.next_height(), {time, 0x1d00'ffff});
    }
    return median_time_past(chain, chain.next_height() - 1);
}

TEST(median_time_past, of_genesis_is_its_own_timestamp) { EXPECT_EQ(median_of({100}), 100); }

TEST(median_time_past, takes_the_upper_of_an_even_number) {
    EXPECT_EQ(median_of({100, 300}), 300);
    EXPECT_EQ(median_of({100, 300, 200, 400}), 300);
}

TEST(median_time_past, ignores_the_order_of_timestamps) {
    EXPECT_EQ(median_of({5, 3, 1, 4, 2}), 3);
}

TEST(median_time_past, forgets_the_twelfth_block_back) {
    EXPECT_EQ(median_of({0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5}), 0);
    EXPECT_EQ(median_of({0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6}), 1);
}

}  // namespace
}  // namespace sluice::difficulty
