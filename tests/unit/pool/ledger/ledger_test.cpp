#include "pool/ledger/ledger.hpp"

#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/sqlite/schema.hpp"
#include "pool/sqlite/statement.hpp"
#include "pool/sqlite/transaction.hpp"
#include "tests/unit/pool/base/logged.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <string>
#include <thread>
#include <vector>

namespace sluice::pool {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

Credit credit(std::string worker, std::int64_t hashes, std::int64_t time_ms = 1000) {
    return {.worker = std::move(worker), .hashes = hashes, .time_ms = time_ms, .difficulty = 8};
}

BlockRecord block(std::int64_t height) {
    BlockRecord record;
    record.height = height;
    record.hash.bytes[0] = static_cast<std::uint8_t>(height);
    record.worker = "finder";
    record.time_ms = 5000 + height;
    record.difficulty = 1.5;
    record.reward = 50'0000'0000;
    return record;
}

class ledger : public ::testing::Test {
protected:
    std::unique_ptr<Ledger> open(const LedgerOptions& options = {}) {
        auto opened = open_sqlite_ledger(file_, options);
        EXPECT_TRUE(opened) << opened.error();
        return opened ? std::move(*opened) : nullptr;
    }

    std::string open_error(const std::filesystem::path& file) {
        const auto opened = open_sqlite_ledger(file);
        return opened ? "no error" : opened.error();
    }

    /// What a look at the file from outside finds.
    std::int64_t query(const char* sql) {
        sqlite::Database database(file_, sqlite::Access::read_only);
        sqlite::Statement statement(database, sql);
        return statement.step() ? statement.integer(0) : -1;
    }

    HashTotal hashes_of(const std::string& worker) {
        sqlite::Database database(file_, sqlite::Access::read_only);
        sqlite::Statement row(database,
                              "SELECT hashes_high, hashes_low FROM workers WHERE name = ?1");
        row.query(std::string_view(worker));
        return row.step() ? (HashTotal{row.integer(0)} << 62) + HashTotal{row.integer(1)}
                          : HashTotal{};
    }

    test::ScratchFolder folder_;
    std::filesystem::path file_ = folder_ / "pool.db";
};

TEST_F(ledger, starts_empty) {
    const auto books = open();
    EXPECT_EQ(*books->totals(), LedgerTotals{});
    EXPECT_TRUE(books->blocks(10)->empty());
    EXPECT_FALSE(books->worker_difficulty("nobody"));
}

TEST_F(ledger, reports_a_ticket_once_its_credits_are_readable) {
    const auto books = open();
    std::atomic<Ticket> reported = 0;
    std::atomic<std::int64_t> shares_at_report = 0;
    books->set_on_committed([&](Ticket ticket) {
        shares_at_report = books->totals()->shares;
        reported = ticket;
    });
    const auto ticket = books->push({credit("a", 10), credit("b", 20)});
    ASSERT_TRUE(ticket);
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(reported, *ticket);
    EXPECT_EQ(shares_at_report, 2);
    books->set_on_committed(nullptr);
}

TEST_F(ledger, sums_the_shares_of_a_commit_into_one_row_for_each_worker) {
    {
        const auto books = open();
        std::vector<Credit> credits(100, credit("a", 7));
        credits.resize(150, credit("b", 3));
        ASSERT_TRUE(books->push(std::move(credits)));
    }
    EXPECT_EQ(query("SELECT count(*) FROM credits"), 2);
    EXPECT_EQ(query("SELECT sum(hashes) FROM credits"), 100 * 7 + 50 * 3);
    EXPECT_EQ(query("SELECT sum(shares) FROM credits"), 150);
}

TEST_F(ledger, keeps_totals_exact_beyond_64_bits) {
    const HashTotal huge{INT64_MAX};
    {
        const auto books = open();
        for (int i = 0; i < 9; ++i) {
            ASSERT_TRUE(books->push({credit("a", INT64_MAX), credit("b", INT64_MAX - i)}));
            ASSERT_TRUE(test::settled(*books));
        }
        ASSERT_TRUE(books->push({credit("a", INT64_MAX), credit("a", INT64_MAX)}));
    }
    const auto books = open();
    EXPECT_EQ(books->totals()->hashes, huge * 20 - 36);
    EXPECT_EQ(books->totals()->shares, 20);
    EXPECT_EQ(hashes_of("a"), huge * 11);
    EXPECT_EQ(hashes_of("b"), huge * 9 - 36);
}

TEST_F(ledger, commits_what_is_queued_when_it_closes) {
    {
        LedgerOptions slow;
        slow.group_interval = 24h;
        const auto books = open(slow);
        ASSERT_TRUE(books->push({credit("a", 1)}));
        ASSERT_TRUE(books->push({credit("a", 2)}));
        ASSERT_TRUE(books->push({credit("b", 4)}));
    }
    const auto books = open();
    EXPECT_EQ(books->totals()->hashes, 7);
    EXPECT_EQ(books->totals()->shares, 3);
}

TEST_F(ledger, remembers_a_workers_latest_credit_and_its_last_difficulty) {
    const auto books = open();
    ASSERT_TRUE(books->push({{"a", 1, 1000, 16}, {"b", 1, 3000, 32}}));
    ASSERT_TRUE(books->push({{"a", 1, 900, 128}}));
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(books->worker_difficulty("a"), 128);
    EXPECT_EQ(books->worker_difficulty("b"), 32);
    EXPECT_EQ(query("SELECT last_credit_ms FROM workers WHERE name = 'a'"), 1000);
}

TEST_F(ledger, credits_every_share_of_many_shards_once) {
    constexpr int shards = 4;
    constexpr int pushes = 200;
    const auto books = open({.group_interval = 0ms});
    std::atomic<Ticket> reported = 0;
    books->set_on_committed([&](Ticket ticket) { reported = ticket; });
    std::vector<std::thread> threads;
    for (int shard = 0; shard < shards; ++shard) {
        threads.emplace_back([&, shard] {
            for (int i = 0; i < pushes; ++i) {
                const std::string own = "shard" + std::to_string(shard);
                while (!books->push({credit(own, 3), credit("common", 5)})) {
                }
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(reported, Ticket{shards * pushes});
    EXPECT_EQ(books->totals()->hashes, shards * pushes * 8);
    EXPECT_EQ(hashes_of("common"), shards * pushes * 5);
    for (int shard = 0; shard < shards; ++shard) {
        EXPECT_EQ(hashes_of("shard" + std::to_string(shard)), pushes * 3) << shard;
    }
    books->set_on_committed(nullptr);
}

TEST_F(ledger, holds_reports_back_while_the_disk_is_full_and_loses_nothing) {
    const auto books = open({.retry_interval = 1ms});
    ASSERT_TRUE(books->push({credit("a", 1)}));
    ASSERT_TRUE(test::settled(*books));
    std::atomic<Ticket> reported = 0;
    books->set_on_committed([&](Ticket ticket) { reported = ticket; });

    test::FailingDisk disk(ENOSPC);
    disk.fail(true);
    ASSERT_TRUE(books->push({credit("a", 2)}));
    const Result<void> full = test::settled(*books);
    ASSERT_FALSE(full);
    EXPECT_THAT(full.error(), AllOf(HasSubstr(file_.string()), HasSubstr("disk full")));
    EXPECT_FALSE(books->status().healthy);
    EXPECT_EQ(reported, 0U);
    EXPECT_EQ(books->status().committed, 1U);
    const auto later = books->push({credit("a", 4)});

    disk.fail(false);
    while (!test::settled(*books)) {
    }
    EXPECT_TRUE(books->status().healthy);
    EXPECT_EQ(reported, *later);
    EXPECT_EQ(books->totals()->hashes, 7);
    EXPECT_EQ(books->totals()->shares, 3);
    books->set_on_committed(nullptr);
}

TEST_F(ledger, never_reports_credits_that_the_disk_still_refuses_at_the_end) {
    std::atomic<Ticket> reported = 0;
    {
        test::FailingDisk disk(EIO);
        const auto books = open({.retry_interval = 24h});
        books->set_on_committed([&](Ticket ticket) { reported = ticket; });
        disk.fail(true);
        ASSERT_TRUE(books->push({credit("a", 2)}));
        EXPECT_FALSE(test::settled(*books));
    }
    EXPECT_EQ(reported, 0U);
    EXPECT_EQ(open()->totals()->shares, 0);
}

TEST_F(ledger, waits_for_a_writer_from_outside) {
    const auto books = open({.retry_interval = 1ms});
    sqlite::Database outside(file_, sqlite::Access::read_write_create);
    {
        const sqlite::Transaction held(outside);
        ASSERT_TRUE(books->push({credit("a", 2)}));
        const Result<void> busy = test::settled(*books);
        ASSERT_FALSE(busy);
        EXPECT_THAT(busy.error(), HasSubstr("held by another process"));
    }
    while (!test::settled(*books)) {
    }
    EXPECT_EQ(books->totals()->shares, 1);
}

TEST_F(ledger, refuses_a_batch_beyond_its_queue_limit) {
    const auto books = open({.queued_credits_max = 2});
    EXPECT_FALSE(books->push({credit("a", 1), credit("a", 1), credit("a", 1)}));
    EXPECT_TRUE(books->push({credit("a", 1), credit("a", 1)}));
}

TEST_F(ledger, keeps_a_found_block_with_its_bytes_until_it_is_accepted) {
    const Bytes raw{1, 2, 3};
    {
        const auto books = open();
        books->record_block(block(1), raw);
        books->record_block(block(2), raw);
        books->record_block(block(2), {});  // known: nothing changes
    }
    const auto books = open();
    const auto pending = books->pending_blocks();
    ASSERT_EQ(pending->size(), 2U);
    EXPECT_EQ(pending->at(0).block, block(1));
    EXPECT_EQ(pending->at(1).raw, raw);

    books->update_block(block(1).hash, BlockStatus::accepted);
    books->update_block(block(2).hash, BlockStatus::rejected, "high-hash");
    ASSERT_TRUE(test::settled(*books));
    EXPECT_TRUE(books->pending_blocks()->empty());
    const auto blocks = books->blocks(10);
    ASSERT_EQ(blocks->size(), 2U);
    EXPECT_EQ(blocks->at(0).height, 2);
    EXPECT_EQ(blocks->at(0).reason, "high-hash");
    EXPECT_EQ(blocks->at(1).status, BlockStatus::accepted);
    EXPECT_EQ(query("SELECT count(*) FROM blocks WHERE raw IS NULL"), 1);
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
    EXPECT_EQ(books->totals()->blocks_rejected, 1);
    EXPECT_EQ(books->blocks(1)->size(), 1U);
}

TEST_F(ledger, tells_when_a_block_is_written_and_does_not_wait_for_the_group_interval) {
    const auto books = open({.group_interval = 24h});
    ASSERT_TRUE(books->push({credit("a", 1)}));
    ASSERT_TRUE(test::settled(*books));
    ASSERT_TRUE(books->push({credit("a", 1)}));  // waits a day
    std::promise<std::size_t> pending;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        pending.set_value(outcome ? books->pending_blocks()->size() : 0);
    });
    EXPECT_EQ(pending.get_future().get(), 1U);
}

TEST_F(ledger, takes_a_block_at_once_while_the_disk_hangs) {
    test::FailingDisk disk(EIO);
    const auto books = open();
    disk.hang(true);
    ASSERT_TRUE(books->push({credit("a", 1)}));
    disk.wait_until_hanging();
    std::promise<bool> written;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        written.set_value(outcome.has_value());
    });
    books->update_block(block(1).hash, BlockStatus::accepted);
    EXPECT_EQ(books->status().blocks_queued, 2U);
    disk.hang(false);
    EXPECT_TRUE(written.get_future().get());
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
}

TEST_F(ledger, writes_a_block_that_the_disk_refused_at_first) {
    test::FailingDisk disk(ENOSPC);
    const auto books = open({.retry_interval = 1ms});
    disk.fail(true);
    std::promise<std::string> refused;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        refused.set_value(outcome ? "" : outcome.error());
    });
    EXPECT_THAT(refused.get_future().get(), HasSubstr("disk full"));
    books->update_block(block(1).hash, BlockStatus::accepted);
    EXPECT_FALSE(test::settled(*books));
    disk.fail(false);
    while (!test::settled(*books)) {
    }
    EXPECT_EQ(books->totals()->blocks_accepted, 1);
    EXPECT_TRUE(books->status().healthy);
}

TEST_F(ledger, a_block_that_comes_with_its_verdict_keeps_it) {
    BlockRecord dropped = block(1);
    dropped.status = BlockStatus::orphaned;
    dropped.reason = "another was accepted first";
    {
        const auto books = open();
        books->record_block(dropped, {});
    }
    const auto books = open();
    EXPECT_TRUE(books->pending_blocks()->empty());
    EXPECT_THAT(*books->blocks(10), testing::ElementsAre(dropped));
}

TEST_F(ledger, blocks_that_waited_for_the_disk_are_written_together) {
    test::FailingDisk disk(EIO);
    const auto books = open();
    disk.hang(true);
    ASSERT_TRUE(books->push({credit("a", 1)}));
    disk.wait_until_hanging();
    std::vector<std::int64_t> readable;
    for (std::int64_t height = 1; height <= 3; ++height) {
        books->record_block(block(height), {1}, [&](const Result<void>&) {
            readable.push_back(query("SELECT count(*) FROM blocks"));
        });
    }
    disk.hang(false);
    ASSERT_TRUE(test::settled(*books));
    EXPECT_THAT(readable, testing::ElementsAre(3, 3, 3));
}

TEST_F(ledger, a_verdict_on_an_unknown_block_holds_nothing_up) {
    const auto books = open();
    books->update_block(block(3).hash, BlockStatus::orphaned);
    books->record_block(block(4), {1});
    ASSERT_TRUE(test::settled(*books));
    EXPECT_EQ(books->totals()->blocks_pending, 1);
}

TEST_F(ledger, says_why_it_cannot_be_opened) {
    EXPECT_THAT(open_error(folder_.path()), HasSubstr("is a directory"));
    EXPECT_THAT(open_error("/proc/pool.db"), HasSubstr("/proc/pool.db"));
    EXPECT_THAT(open_error(folder_ / "none/pool.db"), HasSubstr("does not exist"));
    const auto books = open();
    EXPECT_THAT(open_error(file_), HasSubstr("in use by another process"));
}

TEST_F(ledger, refuses_books_of_a_newer_program) {
    open();
    {
        sqlite::Database database(file_, sqlite::Access::read_write_create);
        database.execute("PRAGMA user_version=1000");
    }
    EXPECT_THAT(open_error(file_), AllOf(HasSubstr("version 1000"), HasSubstr("up to 2")));
}

TEST_F(ledger, admits_no_second_pool_by_another_name_or_past_a_removed_lock_file) {
    const auto books = open();
    std::filesystem::create_symlink(file_, folder_ / "link.db");
    EXPECT_THAT(open_error(folder_ / "link.db"), HasSubstr("in use by another process"));
    ASSERT_TRUE(std::filesystem::remove(file_.string() + ".lock"));
    EXPECT_THAT(open_error(file_), HasSubstr("in use by another process"));
}

TEST_F(ledger, acknowledges_nothing_once_another_pool_has_taken_it_over) {
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

TEST_F(ledger, acknowledges_nothing_while_its_file_is_moved_away) {
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

TEST_F(ledger, an_idle_pool_notices_that_its_file_is_gone_and_back) {
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

TEST_F(ledger, tells_of_a_block_that_its_lost_file_cannot_keep) {
    const auto books = open({.retry_interval = 1ms});
    std::filesystem::remove(file_);
    std::promise<std::string> answer;
    books->record_block(block(1), {1}, [&](const Result<void>& outcome) {
        answer.set_value(outcome ? "durable" : outcome.error());
    });
    EXPECT_THAT(answer.get_future().get(), HasSubstr("removed or renamed"));
}

TEST_F(ledger, says_at_its_start_which_books_these_are) {
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
