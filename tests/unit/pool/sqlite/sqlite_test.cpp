#include "pool/sqlite/file_lock.hpp"
#include "pool/sqlite/schema.hpp"
#include "pool/sqlite/statement.hpp"
#include "pool/sqlite/transaction.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <functional>

namespace sluice::pool::sqlite {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr std::array migrations{"CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)",
                                "ALTER TABLE notes ADD COLUMN data BLOB"};
const Schema schema{.name = "notebook", .application_id = 0x534c'5445, .migrations = migrations};

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
    Database database = open_with_schema(file_, schema).database;
    Statement insert(database, "INSERT INTO notes VALUES (?1, ?2, ?3)");
    const std::string text("a\0b", 3);
    const Bytes data{0, 1, 255};
    insert.run(std::int64_t{INT64_MIN}, text, ByteSpan(data));
    insert.run(std::int64_t{7}, "", ByteSpan());

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
    Database database = open_with_schema(file_, schema).database;
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
        Database database = open_with_schema(file_, schema).database;
        database.execute("INSERT INTO notes (text) VALUES ('kept')");
    }
    Database database = open_with_schema(file_, schema).database;
    EXPECT_EQ(count_notes(database), 1);
}

TEST_F(sqlite_file, names_the_file_and_the_statement_of_an_error) {
    Database database = open_with_schema(file_, schema).database;
    EXPECT_THAT(error_of([&] { database.execute("INSERT INTO nowhere VALUES (1)"); }),
                AllOf(HasSubstr(file_.string()), HasSubstr("no such table: nowhere"),
                      HasSubstr("INSERT INTO nowhere")));
}

TEST_F(sqlite_file, refuses_a_newer_schema_and_names_both_versions) {
    { open_with_schema(file_, schema).database.execute("PRAGMA user_version=3"); }
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, schema); }),
                AllOf(HasSubstr(file_.string()), HasSubstr("version 3"), HasSubstr("up to 2")));
}

TEST_F(sqlite_file, brings_an_older_schema_up_to_date_and_keeps_its_rows) {
    Schema older = schema;
    older.migrations = older.migrations.first(1);
    {
        OpenedFile opened = open_with_schema(file_, older);
        EXPECT_EQ(opened.version_before, 0);
        opened.database.execute("INSERT INTO notes (text) VALUES ('kept')");
    }
    OpenedFile opened = open_with_schema(file_, schema);
    EXPECT_EQ(opened.version_before, 1);
    opened.database.execute("INSERT INTO notes (text, data) VALUES ('new', x'01')");
    EXPECT_EQ(count_notes(opened.database), 2);
    EXPECT_EQ(check_version(opened.database, schema), 2);
}

TEST_F(sqlite_file, a_step_that_fails_leaves_the_version_before_it) {
    constexpr std::array broken{
        migrations[0], "ALTER TABLE notes ADD COLUMN data BLOB; INSERT INTO nowhere VALUES (1)"};
    Schema failing = schema;
    failing.migrations = broken;
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, failing); }), HasSubstr("nowhere"));
    OpenedFile opened = open_with_schema(file_, schema);
    EXPECT_EQ(opened.version_before, 1);
    EXPECT_EQ(count_notes(opened.database), 0);
}

TEST_F(sqlite_file, an_empty_database_beside_its_write_ahead_log_is_not_taken_for_a_new_one) {
    std::ofstream{file_};
    const std::string log = file_.string() + "-wal";
    std::ofstream(log) << "frames";
    EXPECT_THAT(error_of([&] { (void)open_with_schema(file_, schema); }), HasSubstr(log));
    EXPECT_TRUE(std::filesystem::exists(log));
}

TEST_F(sqlite_file, an_error_is_one_line_whatever_the_statement) {
    Database database = open_with_schema(file_, schema).database;
    EXPECT_THAT(error_of([&] { database.execute("\n  SELECT\n    x FROM\n  nowhere"); }),
                ::testing::EndsWith("in: SELECT x FROM nowhere"));
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
    Database database = open_with_schema(file_, schema).database;
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

TEST_F(sqlite_file, a_lock_holds_by_whatever_name_the_file_is_reached) {
    std::filesystem::create_directory(folder_ / "other");
    const FileLock first(file_);
    std::filesystem::create_symlink(file_, folder_ / "other/link.db");
    std::filesystem::create_hard_link(file_, folder_ / "other/twin.db");
    for (const char* name : {"other/link.db", "other/twin.db"}) {
        EXPECT_THAT(error_of([&] { const FileLock second(folder_ / name); }),
                    HasSubstr("in use by another process"));
    }
}

TEST_F(sqlite_file, a_lock_outlives_its_lock_file) {
    const FileLock first(file_);
    ASSERT_TRUE(std::filesystem::remove(file_.string() + ".lock"));
    EXPECT_THAT(error_of([&] { const FileLock second(file_); }),
                HasSubstr("in use by another process"));
}

TEST_F(sqlite_file, a_link_to_nothing_is_followed_when_the_file_is_made) {
    std::filesystem::create_symlink(folder_ / "real.db", file_);
    const FileLock lock(file_);
    EXPECT_EQ(lock.real_path(), std::filesystem::canonical(folder_ / "real.db"));
}

}  // namespace
}  // namespace sluice::pool::sqlite
