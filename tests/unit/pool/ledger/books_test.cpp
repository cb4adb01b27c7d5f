#include "pool/ledger/books.hpp"

#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

namespace sluice::pool {
namespace {

TEST(books, never_take_the_same_commit_twice) {
    const test::ScratchFolder folder;
    BooksWriter writer(folder / "pool.db");
    BooksReader reader(folder / "pool.db");
    const std::vector<CreditRow> rows{{"a", 0, 10, 2, 1000, 4.0}, {"b", 0, 5, 1, 1000, 4.0}};

    const std::int64_t commit = writer.next_commit();
    EXPECT_FALSE(writer.has_commit(commit));
    writer.write_credits(commit, rows);
    EXPECT_TRUE(writer.has_commit(commit));
    EXPECT_EQ(writer.next_commit(), commit + 1);

    EXPECT_THROW(writer.write_credits(commit, rows), sqlite::Error);
    EXPECT_EQ(reader.totals().hashes, 15);
    EXPECT_EQ(reader.totals().shares, 3);
}

TEST(books, take_all_rows_of_a_commit_or_none) {
    const test::ScratchFolder folder;
    BooksWriter writer(folder / "pool.db");
    BooksReader reader(folder / "pool.db");
    const std::vector<CreditRow> rows{{"good", 0, 10, 1, 1000, 4.0}, {"bad", 0, 0, 1, 1000, 4.0}};
    EXPECT_THROW(writer.write_credits(1, rows), sqlite::Error);  // the tables allow no empty credit
    EXPECT_EQ(reader.totals(), LedgerTotals{});
    EXPECT_FALSE(writer.has_commit(1));
}

}  // namespace
}  // namespace sluice::pool
