#include "pool/ledger/sqlite/schema.hpp"
#include "pool/ledger/sqlite/store.hpp"
#include "pool/sqlite/transaction.hpp"

#include <memory>
#include <system_error>
#include <utility>

namespace sluice::pool {
namespace {

constexpr std::int64_t low_mask = (std::int64_t{1} << total_low_bits) - 1;

constexpr const char* add_to_worker_sql = R"sql(
INSERT INTO workers
    (name, hashes_high, hashes_low, shares, last_credit_ms, last_difficulty, best_share)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (name) DO UPDATE SET
    hashes_high = hashes_high + excluded.hashes_high
                + ((hashes_low + excluded.hashes_low) >> 62),
    hashes_low = (hashes_low + excluded.hashes_low) & 4611686018427387903,
    shares = shares + excluded.shares,
    last_credit_ms = max(last_credit_ms, excluded.last_credit_ms),
    last_difficulty = excluded.last_difficulty,
    best_share = max(best_share, excluded.best_share)
RETURNING id)sql";
static_assert(total_low_bits == 62 && low_mask == 4611686018427387903);

constexpr const char* insert_block_sql = R"sql(
INSERT INTO blocks
    (height, hash, worker, time_ms, difficulty, reward, status, reason, raw, credited)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, (SELECT credited FROM owner))
ON CONFLICT (hash) DO NOTHING)sql";

constexpr const char* update_block_sql = R"sql(
UPDATE blocks SET status = ?2, reason = ?3, raw = iif(?2 = 'accepted', NULL, raw)
WHERE hash = ?1)sql";

}  // namespace

SqliteLedgerWriter::SqliteLedgerWriter(const std::filesystem::path& file)
    : lock_(file),
      database_([&] {
          sqlite::OpenedFile opened = sqlite::open_with_schema(file, ledger_schema());
          version_before_ = opened.version_before;
          return std::move(opened.database);
      }()),
      run_(take_over()),
      watch_(lock_, file),
      take_commit_(database_,
                   "UPDATE owner SET last_commit = last_commit + 1, credited = credited + ?2 "
                   "WHERE run = ?1 RETURNING last_commit"),
      last_commit_(database_, "SELECT last_commit FROM owner WHERE run = ?1"),
      add_to_worker_(database_, add_to_worker_sql),
      insert_credit_(database_,
                     "INSERT INTO credits (commit_id, worker_id, part, hashes, shares, time_ms) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
      insert_block_(database_, insert_block_sql),
      update_block_(database_, update_block_sql) {}

std::int64_t SqliteLedgerWriter::take_over() {
    sqlite::Statement mark(database_, "UPDATE owner SET run = random() RETURNING run");
    const std::int64_t run = mark.step() ? mark.integer(0) : 0;
    while (mark.step()) {
    }
    return run;
}

bool SqliteLedgerWriter::has_commit(std::int64_t commit) {
    last_commit_.query(run_);
    const bool found = last_commit_.step() && last_commit_.integer(0) >= commit;
    last_commit_.reset();
    return found;
}

void SqliteLedgerWriter::write_credits(std::span<const CreditRow> rows, std::int64_t& commit) {
    double hashes = 0;
    for (const CreditRow& row : rows) {
        hashes += static_cast<double>(row.hashes);
    }
    sqlite::Transaction transaction(database_);
    take_commit_.query(run_, hashes);
    if (!take_commit_.step()) {
        throw sqlite::Error(0, database_.file().string() +
                                   ": another pool has opened it; stop one of them, and give each "
                                   "a ledger.path of its own");
    }
    commit = take_commit_.integer(0);
    take_commit_.reset();
    for (const CreditRow& row : rows) {
        add_to_worker_.query(row.worker, row.hashes >> total_low_bits, row.hashes & low_mask,
                             row.shares, row.time_ms, row.difficulty, row.best_share);
        const std::int64_t worker_id = add_to_worker_.step() ? add_to_worker_.integer(0) : 0;
        add_to_worker_.reset();
        insert_credit_.run(commit, worker_id, row.part, row.hashes, row.shares, row.time_ms);
    }
    transaction.commit();
}

void SqliteLedgerWriter::insert_block(const BlockRecord& block, ByteSpan raw) {
    insert_block_.run(block.height, ByteSpan(block.hash.bytes), block.worker, block.time_ms,
                      block.difficulty, block.reward, to_string(block.status), block.reason, raw);
}

void SqliteLedgerWriter::in_one_transaction(const std::function<void()>& writes) {
    sqlite::Transaction transaction(database_);
    writes();
    transaction.commit();
}

bool SqliteLedgerWriter::update_block(const protocol::Hash256& hash, BlockStatus status,
                                      std::string_view reason) {
    update_block_.run(ByteSpan(hash.bytes), to_string(status), reason);
    return database_.changes() > 0;
}

LedgerStore open_sqlite_store(const std::filesystem::path& file) {
    std::error_code ignored;
    const bool was_there = std::filesystem::exists(file, ignored);
    auto writer = std::make_unique<SqliteLedgerWriter>(file);
    return {.name = std::filesystem::absolute(file).string(),
            .schema = ledger_schema().version(),
            .schema_before = writer->version_before(),
            .was_there = was_there,
            .writer = std::move(writer),
            .reader = std::make_unique<SqliteLedgerReader>(file)};
}

}  // namespace sluice::pool
