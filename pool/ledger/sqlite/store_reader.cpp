#include "pool/ledger/sqlite/store.hpp"

#include "pool/ledger/sqlite/schema.hpp"

#include <algorithm>

namespace sluice::pool {
namespace {

constexpr const char* block_columns =
    "height, hash, worker, time_ms, difficulty, reward, status, reason";

HashTotal joined(std::int64_t high, std::int64_t low) {
    return (HashTotal{high} << total_low_bits) + HashTotal{low};
}

BlockRecord block_of(const sqlite::Statement& row) {
    BlockRecord block;
    block.height = row.integer(0);
    const Bytes hash = row.blob(1);
    std::copy_n(hash.begin(), std::min(hash.size(), block.hash.bytes.size()),
                block.hash.bytes.begin());
    block.worker = row.text(2);
    block.time_ms = row.integer(3);
    block.difficulty = row.real(4);
    block.reward = row.integer(5);
    block.status = find_block_status(row.text(6)).value_or(BlockStatus::pending);
    block.reason = row.text(7);
    return block;
}

std::int64_t row_limit(std::size_t limit) {
    return static_cast<std::int64_t>(std::min<std::size_t>(limit, INT64_MAX));
}

}  // namespace

SqliteLedgerReader::SqliteLedgerReader(const std::filesystem::path& file)
    : database_([&] {
          sqlite::Database database(file, sqlite::Access::read_only);
          if (sqlite::check_version(database, ledger_schema()) == 0) {
              throw sqlite::Error(0, file.string() + ": empty; the pool makes its tables there");
          }
          return database;
      }()),
      difficulty_(database_, "SELECT last_difficulty FROM workers WHERE name = ?1") {}

std::vector<BlockRecord> SqliteLedgerReader::blocks(std::size_t limit) {
    sqlite::Statement rows(database_, std::string("SELECT ") + block_columns +
                                          " FROM blocks ORDER BY id DESC LIMIT ?1");
    rows.query(row_limit(limit));
    std::vector<BlockRecord> blocks;
    while (rows.step()) {
        blocks.push_back(block_of(rows));
    }
    return blocks;
}

std::vector<PendingBlock> SqliteLedgerReader::pending_blocks() {
    sqlite::Statement rows(database_, std::string("SELECT ") + block_columns +
                                          ", raw FROM blocks WHERE status = 'pending' ORDER BY id");
    std::vector<PendingBlock> blocks;
    while (rows.step()) {
        blocks.push_back({block_of(rows), rows.blob(8)});
    }
    return blocks;
}

LedgerTotals SqliteLedgerReader::totals() {
    LedgerTotals totals;
    sqlite::Statement workers(database_, "SELECT hashes_high, hashes_low, shares FROM workers");
    while (workers.step()) {
        totals.hashes += joined(workers.integer(0), workers.integer(1));
        totals.shares += workers.integer(2);
        ++totals.workers;
    }
    sqlite::Statement blocks(database_, "SELECT status, count(*) FROM blocks GROUP BY status");
    while (blocks.step()) {
        const std::int64_t count = blocks.integer(1);
        switch (find_block_status(blocks.text(0)).value_or(BlockStatus::pending)) {
            case BlockStatus::pending:
                totals.blocks_pending = count;
                break;
            case BlockStatus::accepted:
                totals.blocks_accepted = count;
                break;
            case BlockStatus::rejected:
                totals.blocks_rejected = count;
                break;
            case BlockStatus::orphaned:
                totals.blocks_orphaned = count;
                break;
        }
    }
    return totals;
}

std::optional<double> SqliteLedgerReader::worker_difficulty(std::string_view worker) {
    difficulty_.query(worker);
    std::optional<double> difficulty;
    if (difficulty_.step()) {
        difficulty = difficulty_.real(0);
    }
    difficulty_.reset();
    return difficulty;
}

std::vector<WorkerRecord> SqliteLedgerReader::workers(std::size_t limit) {
    sqlite::Statement rows(database_,
                           "SELECT name, shares, last_credit_ms, last_difficulty, best_share "
                           "FROM workers ORDER BY last_credit_ms DESC, id LIMIT ?1");
    rows.query(row_limit(limit));
    std::vector<WorkerRecord> workers;
    while (rows.step()) {
        workers.push_back({.name = rows.text(0),
                           .shares = rows.integer(1),
                           .last_credit_ms = rows.integer(2),
                           .last_difficulty = rows.real(3),
                           .best_share = rows.real(4)});
    }
    return workers;
}

std::optional<double> SqliteLedgerReader::hashes_since_block() {
    sqlite::Statement row(database_,
                          "SELECT owner.credited - coalesce(blocks.credited, 0), "
                          "blocks.id IS NULL OR blocks.credited IS NOT NULL FROM owner "
                          "LEFT JOIN blocks ON blocks.id = (SELECT max(id) FROM blocks)");
    if (!row.step() || row.integer(1) == 0) {
        return std::nullopt;
    }
    return row.real(0);
}

}  // namespace sluice::pool
