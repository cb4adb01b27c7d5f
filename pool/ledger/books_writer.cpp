#include "pool/ledger/books.hpp"
#include "pool/sqlite/schema.hpp"
#include "pool/sqlite/transaction.hpp"

namespace sluice::pool {
namespace {

constexpr std::int64_t low_mask = (std::int64_t{1} << total_low_bits) - 1;

constexpr const char* create_tables = R"sql(
CREATE TABLE workers (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    hashes_high INTEGER NOT NULL,
    hashes_low INTEGER NOT NULL,
    shares INTEGER NOT NULL,
    last_credit_ms INTEGER NOT NULL,
    last_difficulty REAL NOT NULL
);
CREATE TABLE credits (
    commit_id INTEGER NOT NULL,
    worker_id INTEGER NOT NULL REFERENCES workers (id),
    part INTEGER NOT NULL,
    hashes INTEGER NOT NULL CHECK (hashes > 0),
    shares INTEGER NOT NULL CHECK (shares > 0),
    time_ms INTEGER NOT NULL,
    PRIMARY KEY (commit_id, worker_id, part)
) WITHOUT ROWID;
CREATE TABLE blocks (
    id INTEGER PRIMARY KEY,
    height INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    worker TEXT NOT NULL,
    time_ms INTEGER NOT NULL,
    difficulty REAL NOT NULL,
    reward INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('pending', 'accepted', 'rejected', 'orphaned')),
    reason TEXT NOT NULL,
    raw BLOB
);
CREATE INDEX blocks_by_status ON blocks (status);
)sql";

sqlite::Schema ledger_schema() {
    return {.name = "ledger",
            .application_id = 0x534c'4c47,  // "SLLG"
            .version = 1,
            .create = create_tables};
}

constexpr const char* add_to_worker_sql = R"sql(
INSERT INTO workers (name, hashes_high, hashes_low, shares, last_credit_ms, last_difficulty)
VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (name) DO UPDATE SET
    hashes_high = hashes_high + excluded.hashes_high
                + ((hashes_low + excluded.hashes_low) >> 62),
    hashes_low = (hashes_low + excluded.hashes_low) & 4611686018427387903,
    shares = shares + excluded.shares,
    last_credit_ms = max(last_credit_ms, excluded.last_credit_ms),
    last_difficulty = excluded.last_difficulty
RETURNING id)sql";
static_assert(total_low_bits == 62 && low_mask == 4611686018427387903);

constexpr const char* insert_block_sql = R"sql(
INSERT INTO blocks (height, hash, worker, time_ms, difficulty, reward, status, reason, raw)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending', '', ?7)
ON CONFLICT (hash) DO NOTHING)sql";

constexpr const char* update_block_sql = R"sql(
UPDATE blocks SET status = ?2, reason = ?3, raw = iif(?2 = 'accepted', NULL, raw)
WHERE hash = ?1)sql";

}  // namespace

BooksWriter::BooksWriter(const std::filesystem::path& file)
    : lock_(file),
      database_(sqlite::open_with_schema(file, ledger_schema())),
      last_commit_(database_, "SELECT coalesce(max(commit_id), 0) FROM credits"),
      find_commit_(database_, "SELECT 1 FROM credits WHERE commit_id = ?1 LIMIT 1"),
      add_to_worker_(database_, add_to_worker_sql),
      insert_credit_(database_,
                     "INSERT INTO credits (commit_id, worker_id, part, hashes, shares, time_ms) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      insert_block_(database_, insert_block_sql),
      update_block_(database_, update_block_sql),
      delete_block_(database_, "DELETE FROM blocks WHERE hash = ?1 AND status = 'pending'") {}

std::int64_t BooksWriter::next_commit() {
    last_commit_.query();
    const std::int64_t last = last_commit_.step() ? last_commit_.integer(0) : 0;
    last_commit_.reset();
    return last + 1;
}

bool BooksWriter::has_commit(std::int64_t commit) {
    find_commit_.query(commit);
    const bool found = find_commit_.step();
    find_commit_.reset();
    return found;
}

void BooksWriter::write_credits(std::int64_t commit, std::span<const CreditRow> rows) {
    sqlite::Transaction transaction(database_);
    for (const CreditRow& row : rows) {
        add_to_worker_.query(row.worker, row.hashes >> total_low_bits, row.hashes & low_mask,
                             row.shares, row.time_ms, row.difficulty);
        const std::int64_t worker_id = add_to_worker_.step() ? add_to_worker_.integer(0) : 0;
        add_to_worker_.reset();
        insert_credit_.run(commit, worker_id, row.part, row.hashes, row.shares, row.time_ms);
    }
    transaction.commit();
}

void BooksWriter::insert_block(const BlockRecord& block, protocol::ByteSpan raw) {
    insert_block_.run(block.height, protocol::ByteSpan(block.hash.bytes), block.worker,
                      block.time_ms, block.difficulty, block.reward, raw);
}

bool BooksWriter::update_block(const protocol::Hash256& hash, BlockStatus status,
                               std::string_view reason) {
    update_block_.run(protocol::ByteSpan(hash.bytes), to_string(status), reason);
    return database_.changes() > 0;
}

void BooksWriter::delete_pending_block(const protocol::Hash256& hash) {
    delete_block_.run(protocol::ByteSpan(hash.bytes));
}

}  // namespace sluice::pool
