#include "pool/sqlite/file_watch.hpp"

#include "pool/sqlite/database.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace sluice::pool::sqlite {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

class file_watch : public ::testing::Test {
protected:
    void SetUp() override {
        database_.execute("PRAGMA journal_mode=WAL; CREATE TABLE notes (text TEXT)");
        watch_.emplace(lock_, file_);
    }

    std::string error() {
        try {
            watch_->check();
        } catch (const Error& error) {
            return error.what();
        }
        return "no error";
    }

    /// Rows that take pages of their own, brought from the write-ahead log into the file.
    void grow() {
        database_.execute("INSERT INTO notes VALUES (hex(randomblob(20000)))");
        database_.execute("PRAGMA wal_checkpoint(PASSIVE)");
    }

    /// Writes into the file, as cp and a shell's > do.
    void overwrite(const std::string& bytes) {
        std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes;
    }

    std::string contents() const {
        std::ifstream in(file_, std::ios::binary);
        return {std::istreambuf_iterator<char>(in), {}};
    }

    test::ScratchFolder folder_;
    fs::path file_ = folder_ / "notes.db";
    FileLock lock_{file_};
    Database database_{file_, Access::read_write_create};
    std::optional<FileWatch> watch_;
};

TEST_F(file_watch, finds_nothing_wrong_while_the_database_is_used) {
    EXPECT_EQ(error(), "no error");
    grow();
    EXPECT_EQ(error(), "no error");
    database_.execute("DELETE FROM notes");
    EXPECT_EQ(error(), "no error");
}

TEST_F(file_watch, lets_an_operator_shrink_the_file) {
    grow();
    EXPECT_EQ(error(), "no error");
    const auto before = fs::file_size(file_);
    Database shell(file_, Access::read_write_create);
    shell.execute("DELETE FROM notes; VACUUM");
    EXPECT_EQ(error(), "no error");
    shell.execute("PRAGMA wal_checkpoint(TRUNCATE)");
    EXPECT_LT(fs::file_size(file_), before);
    EXPECT_EQ(error(), "no error");
    grow();
    EXPECT_EQ(error(), "no error");
}

TEST_F(file_watch, sees_a_file_that_is_gone_and_that_it_is_back) {
    fs::rename(file_, folder_ / "moved.db");
    EXPECT_THAT(error(), AllOf(HasSubstr(file_.string()), HasSubstr("removed or renamed")));
    fs::rename(folder_ / "moved.db", file_);
    EXPECT_EQ(error(), "no error");
}

TEST_F(file_watch, sees_another_file_in_its_place) {
    fs::copy_file(file_, folder_ / "copy.db");
    fs::rename(folder_ / "copy.db", file_);
    EXPECT_THAT(error(), HasSubstr("another file has taken its place"));
}

TEST_F(file_watch, sees_that_the_write_ahead_log_is_gone) {
    ASSERT_TRUE(fs::remove(file_.string() + "-wal"));
    EXPECT_THAT(error(), HasSubstr("notes.db-wal: removed"));
}

TEST_F(file_watch, sees_that_the_file_is_cut) {
    grow();
    EXPECT_EQ(error(), "no error");
    const std::string whole = contents();
    overwrite("");
    EXPECT_THAT(error(), HasSubstr("truncated"));
    overwrite(whole.substr(0, whole.size() / 2));
    EXPECT_THAT(error(), HasSubstr("truncated"));
    overwrite(whole);
    EXPECT_EQ(error(), "no error");
}

TEST_F(file_watch, sees_that_an_older_copy_was_written_over_it) {
    const std::string older = contents();
    grow();
    EXPECT_EQ(error(), "no error");
    overwrite(older);
    EXPECT_THAT(error(), HasSubstr("overwritten"));
    overwrite(std::string(200'000, 'x'));
    EXPECT_THAT(error(), HasSubstr("overwritten"));
}

}  // namespace
}  // namespace sluice::pool::sqlite
