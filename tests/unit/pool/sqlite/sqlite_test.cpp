#include "pool/sqlite/file_lock.hpp"
#include "pool/sqlite/schema.hpp"
#include "pool/sqlite/statement.hpp"
#include "pool/sqlite/transaction.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <functional>

namespace sluice::pool::sqlite {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

const Schema schema{.name = "notebook",
                    .application_id = 0x534c'5445,
                    .version = 2,
                    .create = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, data BLOB)"};

std::string error_of(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        return error.what();
    }
    return "no error";
}

std::int64_t count_notes(Database& database) {
    Statement statement(database, "SELECT count(*) FROM notes");
    return statement.step() ? statement.integer(0) : -1;
}

class sqlite_file : public ::testing::Test {
protected:
    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "notes.db";
};

TEST_F(sqlite_file, gives_back_every_type_it_was_given) {
    Database database = open_with_schema(file_, schema);
    Statement insert(database, "INSERT INTO notes VALUES (?1, ?2, ?3)");
    const std::string text("a\0b", 3);
    const protocol::Bytes data{0, 1, 255};
    insert.run(std::int64_t{INT64_MIN}, text, protocol::ByteSpan(data));
    insert.run(std::int64_t{7}, "", protocol::ByteSpan());

    Statement select(database, "SELECT id, text, data FROM notes ORDER BY id");
    ASSERT_TRUE(select.step());
    EXPECT_EQ(select.integer(0), INT64_MIN);
    EXPECT_EQ(select.text(1), text);
    EXPECT_EQ(select.blob(2), data);
    ASSERT_TRUE(select.step());
    EXPECT_EQ(select.text(1), "");
    EXPECT_TRUE(select.blob(2).empty());
    EXPECT_FALSE(select.step());
}

TEST_F(sqlite_file, rolls_back_a_transaction_that_is_not_committed) {
    Database database = open_with_schema(file_, schema);
    {
        Transaction transaction(database);
        database.execute("INSERT INTO notes (text) VALUES ('lost')");
    }
    EXPECT_EQ(count_notes(database), 0);
    Transaction transaction(database);
    database.execute("INSERT INTO notes (text) VALUES ('kept')");
    transaction.commit();
    EXPECT_EQ(count_notes(database), 1);
}

TEST_F(sqlite_file, keeps_its_rows_when_opened_again) {
    {
        Database database = open_with_schema(file_, schema);
        database.execute("INSERT INTO notes (text) VALUES ('kept')");
    }
    Database database = open_with_schema(file_, schema);
    EXPECT_EQ(count_notes(database), 1);
}

TEST_F(sqlite_file, names_the_file_and_the_statement_of_an_error) {
    Database database = open_with_schema(file_, schema);
    EXPECT_THAT(error_of([&] { database.execute("INSERT INTO nowhere VALUES (1)"); }),
                AllOf(HasSubstr(file_.string()), HasSubstr("no such table: nowhere"),
                      HasSubstr("INSERT INTO nowhere")));
}

TEST_F(sqlite_file, refuses_a_newer_schema_and_names_both_versions) {
    { open_with_schema(file_, schema).execute("PRAGMA user_version=3"); }
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, schema); }),
                AllOf(HasSubstr(file_.string()), HasSubstr("version 3"), HasSubstr("up to 2")));
}

TEST_F(sqlite_file, refuses_a_database_of_another_program) {
    { Database(file_, Access::read_write_create).execute("CREATE TABLE theirs (x)"); }
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, schema); }),
                HasSubstr("not a notebook of this program"));
}

TEST_F(sqlite_file, refuses_a_file_that_is_no_database) {
    std::ofstream(file_) << std::string(4096, 'x');
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, schema); }),
                AllOf(HasSubstr(file_.string()), HasSubstr("not a database")));
}

TEST_F(sqlite_file, refuses_a_directory_and_says_what_would_be_right) {
    EXPECT_THAT(error_of([&] { (void)open_with_schema(folder_.path(), schema); }),
                AllOf(HasSubstr("is a directory"), HasSubstr("pool.db")));
    EXPECT_THAT(error_of([&] { const FileLock lock(folder_.path()); }),
                HasSubstr("is a directory"));
}

TEST_F(sqlite_file, refuses_a_folder_that_does_not_exist) {
    EXPECT_THAT(error_of([&] { (void)open_with_schema(folder_ / "none/notes.db", schema); }),
                AllOf(HasSubstr("does not exist"), HasSubstr("create it")));
}

TEST_F(sqlite_file, refuses_a_place_where_nothing_can_be_written) {
    EXPECT_THAT(error_of([&] { (void)open_with_schema("/proc/notes.db", schema); }),
                AllOf(HasSubstr("/proc/notes.db"), HasSubstr("check the permissions")));
}

TEST_F(sqlite_file, says_that_the_disk_is_full_and_works_again_afterwards) {
    Database database = open_with_schema(file_, schema);
    test::FailingDisk disk(ENOSPC);
    disk.fail(true);
    EXPECT_THAT(error_of([&] {
                    Transaction transaction(database);
                    database.execute("INSERT INTO notes (text) VALUES ('big')");
                    transaction.commit();
                }),
                AllOf(HasSubstr(file_.string()), HasSubstr("disk full")));
    disk.fail(false);
    EXPECT_EQ(count_notes(database), 0);
    database.execute("INSERT INTO notes (text) VALUES ('fits')");
    EXPECT_EQ(count_notes(database), 1);
}

TEST_F(sqlite_file, lets_one_owner_lock_it_at_a_time) {
    {
        const FileLock first(file_);
        EXPECT_THAT(error_of([&] { const FileLock second(file_); }),
                    AllOf(HasSubstr(file_.string()), HasSubstr("in use by another process")));
    }
    EXPECT_EQ(error_of([&] { const FileLock third(file_); }), "no error");
}

}  // namespace
}  // namespace sluice::pool::sqlite
