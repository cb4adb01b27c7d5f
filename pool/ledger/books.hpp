#pragma once
/// The ledger's tables and the SQL that writes and reads them. BooksWriter holds the only writing
/// connection, BooksReader a second one that never waits for a commit. Each is used by one thread
/// at a time. Throws sqlite::Error.

#include "pool/ledger/credit_rows.hpp"
#include "pool/ledger/records.hpp"
#include "pool/sqlite/database.hpp"
#include "pool/sqlite/file_lock.hpp"
#include "pool/sqlite/statement.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::pool {

/// A worker's total is hashes_high * 2^total_low_bits + hashes_low, with hashes_low below that
/// power, because SQLite has signed 64-bit integers only and the sum of hashes_low and a row's low
/// part must not overflow.
inline constexpr unsigned total_low_bits = 62;

class BooksWriter {
public:
    explicit BooksWriter(const std::filesystem::path& file);

    /// Number of the commit that comes next; rises by one with each.
    [[nodiscard]] std::int64_t next_commit();
    /// Whether the commit of that number is in the books. Asked after a failed COMMIT, whose
    /// outcome SQLite leaves open, so that a retry can never enter credits twice.
    [[nodiscard]] bool has_commit(std::int64_t commit);
    /// One transaction, durable on return.
    void write_credits(std::int64_t commit, std::span<const CreditRow> rows);

    /// Nothing when the hash is known.
    void insert_block(const BlockRecord& block, protocol::ByteSpan raw);
    /// False when the hash is unknown.
    [[nodiscard]] bool update_block(const protocol::Hash256& hash, BlockStatus status,
                                    std::string_view reason);
    /// Nothing when the block has a verdict, or is unknown.
    void delete_pending_block(const protocol::Hash256& hash);

private:
    sqlite::FileLock lock_;
    sqlite::Database database_;
    sqlite::Statement last_commit_;
    sqlite::Statement find_commit_;
    sqlite::Statement add_to_worker_;
    sqlite::Statement insert_credit_;
    sqlite::Statement insert_block_;
    sqlite::Statement update_block_;
    sqlite::Statement delete_block_;
};

class BooksReader {
public:
    explicit BooksReader(const std::filesystem::path& file);

    [[nodiscard]] std::vector<BlockRecord> blocks(std::size_t limit);
    [[nodiscard]] std::vector<PendingBlock> pending_blocks();
    [[nodiscard]] LedgerTotals totals();
    [[nodiscard]] std::optional<double> worker_difficulty(std::string_view worker);

private:
    sqlite::Database database_;
    sqlite::Statement difficulty_;
};

}  // namespace sluice::pool
