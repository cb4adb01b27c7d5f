// kill -9 at a random moment: every acknowledged share is in the ledger, and none is there twice.

#include "pool/ledger/ledger.hpp"
#include "pool/ledger/sqlite/open_ledger.hpp"
#include "pool/sqlite/database.hpp"
#include "pool/sqlite/statement.hpp"
#include "tests/unit/pool/ledger/settled.hpp"
#include "tests/unit/pool/sqlite/scratch_folder.hpp"

#include <gtest/gtest.h>

#include <array>
#include <csignal>
#include <map>
#include <random>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace sluice::pool {
namespace {

constexpr int rounds = 20;
constexpr std::int64_t hashes_each = std::int64_t{1} << 61;  // totals pass 64 bits at once

/// The child's life: pushes shares named after round and ticket, writes each committed ticket to
/// the pipe, until it is killed. Leaves by _exit only.
[[noreturn]] void push_until_killed(const std::filesystem::path& file, int round, int pipe) {
    auto opened = open_sqlite_ledger(file, {.group_interval = std::chrono::milliseconds(0)});
    if (!opened) {
        _exit(1);
    }
    Ledger& books = **opened;
    books.set_on_committed([pipe](Ticket ticket) {
        if (write(pipe, &ticket, sizeof ticket) != sizeof ticket) {
            _exit(2);
        }
    });
    for (Ticket ticket = 1;; ++ticket) {
        const std::string worker = std::to_string(round) + "/" + std::to_string(ticket);
        while (!books.push({{worker, hashes_each, 1, 1.0}, {"common", 1, 1, 1.0}})) {
        }
        if (ticket % 64 == 0 && !test::settled(books)) {
            _exit(3);
        }
    }
}

/// Forks a child that lives in `life(write end of a pipe)`, kills it after `reports` tickets came
/// through the pipe, and returns the last one that came.
template <class Life>
Ticket run_and_kill(const Life& life, int reports) {
    std::array<int, 2> ends{};
    EXPECT_EQ(pipe(ends.data()), 0);
    const pid_t child = fork();
    if (child < 0) {
        throw std::runtime_error("cannot fork");
    }
    if (child == 0) {
        close(ends[0]);
        life(ends[1]);
    }
    close(ends[1]);
    Ticket acknowledged = 0;
    Ticket ticket = 0;
    while (reports-- > 0 && read(ends[0], &ticket, sizeof ticket) == sizeof ticket) {
        acknowledged = ticket;
    }
    kill(child, SIGKILL);
    while (read(ends[0], &ticket, sizeof ticket) == sizeof ticket) {
        acknowledged = ticket;
    }
    close(ends[0]);
    int status = 0;
    EXPECT_EQ(waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "the child ended by itself with " << WEXITSTATUS(status);
    return acknowledged;
}

/// Shares in the credit rows of every worker, added up from the file itself.
std::map<std::string, std::int64_t> credited_shares(const std::filesystem::path& file) {
    sqlite::Database database(file, sqlite::Access::read_only);
    sqlite::Statement rows(database,
                           "SELECT name, sum(credits.shares) FROM credits "
                           "JOIN workers ON workers.id = worker_id GROUP BY worker_id");
    std::map<std::string, std::int64_t> shares;
    while (rows.step()) {
        shares[rows.text(0)] = rows.integer(1);
    }
    return shares;
}

TEST(ledger_crash, keeps_every_acknowledged_share_exactly_once) {
    const test::ScratchFolder folder;
    const std::filesystem::path file = folder / "pool.db";
    std::mt19937 random(20250101);
    std::uniform_int_distribution<int> reports(0, 12);
    std::map<int, Ticket> acknowledged;
    for (int round = 0; round < rounds; ++round) {
        acknowledged[round] =
            run_and_kill([&](int pipe) { push_until_killed(file, round, pipe); }, reports(random));
    }

    auto books = open_sqlite_ledger(file);
    ASSERT_TRUE(books) << books.error();
    std::map<std::string, std::int64_t> shares = credited_shares(file);
    const std::int64_t common = shares["common"];
    shares.erase("common");
    Ticket acknowledged_total = 0;
    for (const auto& [round, last] : acknowledged) {
        acknowledged_total += last;
        for (Ticket ticket = 1; ticket <= last; ++ticket) {
            EXPECT_EQ(shares[std::to_string(round) + "/" + std::to_string(ticket)], 1);
        }
    }
    EXPECT_GT(acknowledged_total, 0U);
    for (const auto& [worker, count] : shares) {
        EXPECT_EQ(count, 1) << worker;
    }
    EXPECT_EQ(common, static_cast<std::int64_t>(shares.size()));
    const LedgerTotals totals = *(*books)->totals();
    EXPECT_EQ(totals.shares, 2 * common);
    EXPECT_EQ(totals.hashes, HashTotal{hashes_each} * common + common);
}

TEST(ledger_crash, keeps_a_recorded_block_with_its_bytes) {
    const test::ScratchFolder folder;
    const std::filesystem::path file = folder / "pool.db";
    const Bytes raw(200, 0xab);
    BlockRecord block;
    block.height = 7;
    block.hash.bytes[0] = 7;
    run_and_kill(
        [&](int pipe) {
            auto books = open_sqlite_ledger(file);
            if (!books) {
                _exit(1);
            }
            (*books)->record_block(block, raw, [pipe](const Result<void>& outcome) {
                const Ticket recorded = 1;
                if (!outcome || write(pipe, &recorded, sizeof recorded) != sizeof recorded) {
                    _exit(1);
                }
            });
            pause();
        },
        1);
    auto books = open_sqlite_ledger(file);
    ASSERT_TRUE(books) << books.error();
    const auto pending = (*books)->pending_blocks();
    ASSERT_EQ(pending->size(), 1U);
    EXPECT_EQ(pending->at(0).block, block);
    EXPECT_EQ(pending->at(0).raw, raw);
}

}  // namespace
}  // namespace sluice::pool
