#include "pool/sqlite/transaction.hpp"
#include "tests/unit/pool/ledger/ledger_fixture.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/failing_disk.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace sluice::pool {
namespace {

using test::credit;
using ::testing::AllOf;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class ledger : public test::LedgerTest {
protected:
    HashTotal hashes_of(const std::string& worker) {
        sqlite::Database database(file_, sqlite::Access::read_only);
        sqlite::Statement row(database,
                              "SELECT hashes_high, hashes_low FROM workers WHERE name = ?1");
        row.query(std::string_view(worker));
        return row.step() ? (HashTotal{row.integer(0)} << 62) + HashTotal{row.integer(1)}
                          : HashTotal{};
    }
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

}  // namespace
}  // namespace sluice::pool
