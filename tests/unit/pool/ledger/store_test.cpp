#include "pool/ledger/sqlite/store.hpp"

#include "pool/sqlite/database.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

namespace sluice::pool {
namespace {

using ::testing::HasSubstr;

class books : public ::testing::Test {
protected:
    static BlockRecord block(std::uint8_t name) {
        BlockRecord record;
        record.hash.bytes[0] = name;
        return record;
    }

    std::string write_error(SqliteLedgerWriter& writer, std::int64_t& commit) {
        try {
            writer.write_credits(rows_, commit);
        } catch (const sqlite::Error& error) {
            return error.what();
        }
        return "no error";
    }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "pool.db";
    const std::vector<CreditRow> rows_{{"a", 0, 10, 2, 1000, 4.0, 7.0},
                                       {"b", 0, 5, 1, 1001, 4.0, 9.0}};
};

TEST_F(books, number_their_commits_within_the_transaction) {
    SqliteLedgerWriter writer(file_);
    SqliteLedgerReader reader(file_);
    std::int64_t commit = 0;
    EXPECT_FALSE(writer.has_commit(1));
    writer.write_credits(rows_, commit);
    EXPECT_EQ(commit, 1);
    EXPECT_TRUE(writer.has_commit(1));
    EXPECT_FALSE(writer.has_commit(2));
    writer.write_credits(rows_, commit);
    EXPECT_EQ(commit, 2);
    EXPECT_EQ(reader.totals().hashes, 30);
    EXPECT_EQ(reader.totals().shares, 6);
}

TEST_F(books, take_all_rows_of_a_commit_or_none) {
    SqliteLedgerWriter writer(file_);
    SqliteLedgerReader reader(file_);
    const std::vector<CreditRow> rows{{"good", 0, 10, 1, 1000, 4.0}, {"bad", 0, 0, 1, 1000, 4.0}};
    std::int64_t commit = 0;
    EXPECT_THROW(writer.write_credits(rows, commit), sqlite::Error);  // no empty credit
    EXPECT_EQ(reader.totals(), LedgerTotals{});
    EXPECT_EQ(commit, 1);
    EXPECT_FALSE(writer.has_commit(commit));
}

TEST_F(books, of_another_run_take_no_credit_and_know_none_of_its_commits) {
    SqliteLedgerWriter writer(file_);
    std::int64_t commit = 0;
    writer.write_credits(rows_, commit);
    // What a second pool does when it opens the file past every lock, and what it commits.
    sqlite::Database other(file_, sqlite::Access::read_write_create);
    other.execute("UPDATE owner SET run = run + 1, last_commit = last_commit + 1");
    EXPECT_THAT(write_error(writer, commit), HasSubstr("another pool has opened it"));
    EXPECT_FALSE(writer.has_commit(commit));
    EXPECT_FALSE(writer.has_commit(2));
    EXPECT_EQ(SqliteLedgerReader(file_).totals().shares, 3);
}

TEST_F(books, of_version_1_are_brought_up_to_date) {
    {
        std::ifstream in(SLUICE_VECTORS_DIR "/ledger/schema-1.sql");
        const std::string sql{std::istreambuf_iterator<char>(in), {}};
        ASSERT_FALSE(sql.empty());
        sqlite::Database(file_, sqlite::Access::read_write_create).execute(sql);
    }
    EXPECT_EQ(SqliteLedgerReader(file_).totals().shares, 4)
        << "readable before the pool has opened it";
    SqliteLedgerWriter writer(file_);
    SqliteLedgerReader reader(file_);
    EXPECT_EQ(writer.version_before(), 1);
    EXPECT_EQ(reader.totals().hashes, (HashTotal{1} << 62) + 12);
    EXPECT_EQ(reader.totals().blocks_pending, 1);
    EXPECT_EQ(reader.pending_blocks().front().raw, (Bytes{1, 2, 3}));
    EXPECT_FALSE(reader.hashes_since_block()) << "its blocks did not keep the sum";
    std::int64_t commit = 0;
    writer.write_credits(rows_, commit);
    EXPECT_EQ(commit, 3) << "numbers go on";
    EXPECT_EQ(reader.totals().hashes, (HashTotal{1} << 62) + 27);
    writer.insert_block(block(9), {});
    EXPECT_EQ(reader.hashes_since_block(), 0);
}

TEST_F(books, know_the_work_since_the_newest_block) {
    SqliteLedgerWriter writer(file_);
    SqliteLedgerReader reader(file_);
    std::int64_t commit = 0;
    EXPECT_EQ(reader.hashes_since_block(), 0);
    writer.write_credits(rows_, commit);
    EXPECT_EQ(reader.hashes_since_block(), 15);
    writer.insert_block(block(1), {});
    EXPECT_EQ(reader.hashes_since_block(), 0);
    writer.write_credits(rows_, commit);
    writer.write_credits(rows_, commit);
    EXPECT_EQ(reader.hashes_since_block(), 30);
}

TEST_F(books, keep_each_workers_last_figures) {
    SqliteLedgerWriter writer(file_);
    SqliteLedgerReader reader(file_);
    std::int64_t commit = 0;
    writer.write_credits(rows_, commit);
    writer.write_credits(std::vector<CreditRow>{{"a", 0, 1, 1, 3000, 8.0, 5.0}}, commit);
    const std::vector<WorkerRecord> known = reader.workers(10);
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0], (WorkerRecord{"a", 3, 3000, 8.0, 7.0}));
    EXPECT_EQ(known[1], (WorkerRecord{"b", 1, 1001, 4.0, 9.0}));
    EXPECT_EQ(reader.workers(1).size(), 1U);
}

TEST_F(books, are_not_read_from_a_database_of_something_else) {
    sqlite::Database(file_, sqlite::Access::read_write_create).execute("CREATE TABLE theirs (x)");
    EXPECT_THROW(SqliteLedgerReader{file_}, sqlite::Error);
}

}  // namespace
}  // namespace sluice::pool
