#include "tests/unit/pool/base/logged.hpp"
#include "tests/unit/pool/ledger/ledger_fixture.hpp"
#include "tests/unit/pool/ledger/settled.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <future>
#include <string>
#include <thread>

namespace sluice::pool {
namespace {

using test::block;
using test::credit;
using ::testing::AllOf;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class ledger_file : public test::LedgerTest {
protected:
    std::string open_error(const std::filesystem::path& file) {
        const auto opened = open_sqlite_ledger(file);
        return opened ? "no error" : opened.error();
    }
};

TEST_F(ledger_file, says_why_it_cannot_be_opened) {
    EXPECT_THAT(open_error(folder_.path()), HasSubstr("is a directory"));
    EXPECT_THAT(open_error("/proc/pool.db"), HasSubstr("/proc/pool.db"));
    EXPECT_THAT(open_error(folder_ / "none/pool.db"), HasSubstr("does not exist"));
    const auto books = open();
    EXPECT_THAT(open_error(file_), HasSubstr("in use by another process"));
}

TEST_F(ledger_file, refuses_books_of_a_newer_program) {
    open();
    {
        sqlite::Database database(file_, sqlite::Access::read_write_create);
        database.execute("PRAGMA user_version=1000");
    }
    EXPECT_THAT(open_error(file_), AllOf(HasSubstr("version 1000"), HasSubstr("up to 2")));
}

TEST_F(ledger_file, admits_no_second_pool_by_another_name_or_past_a_removed_lock_file) {
    const auto books = open();
    std::filesystem::create_symlink(file_, folder_ / "link.db");
    EXPECT_THAT(open_error(folder_ / "link.db"), HasSubstr("in use by another process"));
    ASSERT_TRUE(std::filesystem::remove(file_.string() + ".lock"));
    EXPECT_THAT(open_error(file_), HasSubstr("in use by another process"));
}

TEST_F(ledger_file, acknowledges_nothing_once_another_pool_has_taken_it_over) {
    const auto books = open({.retry_interval = 1ms});
    ASSERT_TRUE(books->push({credit("a", 1)}));
    ASSERT_TRUE(test::settled(*books));
    std::atomic<Ticket> reported = 0;
    books->set_on_committed([&](Ticket ticket) { reported = ticket; });
    // The other pool takes the very number that comes next here.
    sqlite::Database other(file_, sqlite::Access::read_write_create);
    other.execute("UPDATE owner SET run = run + 1, last_commit = last_commit + 1");
    ASSERT_TRUE(books->push({credit("a", 2)}));
    const Result<void> refused = test::settled(*books);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error(), HasSubstr("another pool has opened it"));
    EXPECT_EQ(reported, 0U);
    EXPECT_EQ(books->totals()->shares, 1);
    books->set_on_committed(nullptr);
}

TEST_F(ledger_file, acknowledges_nothing_while_its_file_is_moved_away) {
    const auto books = open({.retry_interval = 1ms, .look_interval = 1ms});
    std::atomic<Ticket> reported = 0;
    books->set_on_committed([&](Ticket ticket) { reported = ticket; });
    std::filesystem::rename(file_, folder_ / "moved.db");
    const auto ticket = books->push({credit("a", 2)});
    const Result<void> lost = test::settled(*books);
    ASSERT_FALSE(lost);
    EXPECT_THAT(lost.error(), HasSubstr("removed or renamed"));
    EXPECT_EQ(reported, 0U);

    std::filesystem::rename(folder_ / "moved.db", file_);
    while (!test::settled(*books)) {
    }
    EXPECT_EQ(reported, *ticket);
    EXPECT_EQ(books->totals()->shares, 1) << "credited once";
    books->set_on_committed(nullptr);
}

TEST_F(ledger_file, an_idle_pool_notices_that_its_file_is_gone_and_back) {
    const auto books = open({.look_interval = 1ms});
    std::filesystem::rename(file_, folder_ / "moved.db");
    while (books->status().healthy) {
        std::this_thread::yield();
    }
    EXPECT_THAT(books->status().error, HasSubstr(file_.string()));
    std::filesystem::rename(folder_ / "moved.db", file_);
    while (!books->status().healthy) {
        std::this_thread::yield();
    }
    EXPECT_EQ(books->status().commit_failures, 0U);
}

TEST_F(ledger_file, tells_of_a_block_that_its_lost_file_cannot_keep) {
    const auto books = open({.retry_interval = 1ms});
    std::filesystem::remove(file_);
    std::promise<std::string> answer;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        answer.set_value(outcome ? "durable" : outcome.error());
    });
    EXPECT_THAT(answer.get_future().get(), HasSubstr("removed or renamed"));
}

TEST_F(ledger_file, says_at_its_start_which_books_these_are) {
    EXPECT_THAT(test::logged([&] { open(); }),
                AllOf(HasSubstr("new ledger made"), HasSubstr(file_.string())));
    {
        const auto books = open();
        ASSERT_TRUE(books->push({credit("a", 1), credit("b", 1), credit("b", 1)}));
        books->record_block(block(1), {});
    }
    EXPECT_THAT(test::logged([&] { open(); }),
                AllOf(HasSubstr("ledger opened"), HasSubstr("workers=2 shares=3 blocks=1")));
    std::filesystem::resize_file(file_, 0);
    EXPECT_THAT(test::logged([&] { open(); }), HasSubstr("the file was there, empty"));
}

}  // namespace
}  // namespace sluice::pool
