#pragma once
/// The ledger's tables and the SQL that writes and reads them. LedgerWriter holds the only writing
/// connection, LedgerReader a second one that never waits for a commit. Each is used by one thread
/// at a time. Throws sqlite::Error.

#include "pool/ledger/credit_rows.hpp"
#include "pool/ledger/records.hpp"
#include "pool/sqlite/database.hpp"
#include "pool/sqlite/file_lock.hpp"
#include "pool/sqlite/file_watch.hpp"
#include "pool/sqlite/statement.hpp"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace sluice::pool {

class LedgerWriter {
public:
    /// Takes the ledger over: an earlier run that still has it open writes no credit any more.
    explicit LedgerWriter(const std::filesystem::path& file);

    /// One transaction, durable on return. `commit` becomes its number as soon as that is taken;
    /// numbers rise by one. Throws when the ledger belongs to another run by now.
    void write_credits(std::span<const CreditRow> rows, std::int64_t& commit);
    /// Whether this run's commit of that number is in the ledger. Asked after a failed COMMIT, whose
    /// outcome SQLite leaves open, so that a retry can never enter credits twice.
    [[nodiscard]] bool has_commit(std::int64_t commit);

    /// Nothing when the hash is known.
    void insert_block(const BlockRecord& block, ByteSpan raw);
    /// What `writes` inserts and updates becomes durable together, or not at all.
    void together(const std::function<void()>& writes);
    /// False when the hash is unknown.
    [[nodiscard]] bool update_block(const protocol::Hash256& hash, BlockStatus status,
                                    std::string_view reason);

    /// Throws when the files at the ledger's paths are not those that are open. What was written
    /// before counts as durable only after this.
    void check_files() { watch_.check(); }

    /// Schema of the file before it was opened; 0: the ledger is new.
    [[nodiscard]] std::int64_t version_before() const noexcept { return version_before_; }

private:
    /// Marks the ledger as this run's; the number tells this run from every other.
    [[nodiscard]] std::int64_t take_over();

    sqlite::FileLock lock_;
    std::int64_t version_before_ = 0;
    sqlite::Database database_;
    std::int64_t run_;
    sqlite::FileWatch watch_;
    sqlite::Statement take_commit_;
    sqlite::Statement last_commit_;
    sqlite::Statement add_to_worker_;
    sqlite::Statement insert_credit_;
    sqlite::Statement insert_block_;
    sqlite::Statement update_block_;
};

class LedgerReader {
public:
    explicit LedgerReader(const std::filesystem::path& file);

    [[nodiscard]] std::vector<BlockRecord> blocks(std::size_t limit);
    [[nodiscard]] std::vector<PendingBlock> pending_blocks();
    [[nodiscard]] LedgerTotals totals();
    [[nodiscard]] std::optional<double> worker_difficulty(std::string_view worker);
    /// Most recently credited first.
    [[nodiscard]] std::vector<WorkerRecord> workers(std::size_t limit);
    /// Hashes credited since the newest block was found, or in all when there is none; nullopt when
    /// that block is from before the ledger kept the sum.
    [[nodiscard]] std::optional<double> hashes_since_block();

private:
    sqlite::Database database_;
    sqlite::Statement difficulty_;
};

}  // namespace sluice::pool
