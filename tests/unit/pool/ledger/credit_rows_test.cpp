#include "pool/ledger/credit_rows.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

Credit credit(const char* worker, std::int64_t hashes, std::int64_t time_ms, double difficulty) {
    return {.worker = worker, .hashes = hashes, .time_ms = time_ms, .difficulty = difficulty};
}

TEST(credit_rows, are_one_for_each_worker_of_the_group) {
    const std::vector<Credit> credits{credit("a", 5, 100, 1), credit("b", 7, 101, 2),
                                      credit("a", 6, 102, 3)};
    const std::vector<CreditRow> rows = sum_by_worker(credits);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0], (CreditRow{"a", 0, 11, 2, 102, 3}));
    EXPECT_EQ(rows[1], (CreditRow{"b", 0, 7, 1, 101, 2}));
}

TEST(credit_rows, split_before_a_sum_would_overflow) {
    const std::vector<Credit> credits{credit("a", INT64_MAX - 1, 1, 1), credit("a", 1, 2, 1),
                                      credit("a", 1, 3, 1), credit("a", INT64_MAX, 4, 1)};
    const std::vector<CreditRow> rows = sum_by_worker(credits);
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0], (CreditRow{"a", 0, INT64_MAX, 2, 2, 1}));
    EXPECT_EQ(rows[1], (CreditRow{"a", 1, 1, 1, 3, 1}));
    EXPECT_EQ(rows[2], (CreditRow{"a", 2, INT64_MAX, 1, 4, 1}));
}

TEST(credit_rows, are_none_for_an_empty_group) { EXPECT_TRUE(sum_by_worker({}).empty()); }

}  // namespace
}  // namespace sluice::pool
