#pragma once
/// The ledger in one SQLite file: its tables, and the SQL that writes and reads them. Throws
/// sqlite::Error; threads as LedgerStore says.

#include "pool/ledger/store.hpp"
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

class SqliteLedgerWriter final : public LedgerWriter {
public:
    /// Takes the ledger over: an earlier run that still has it open writes no credit any more.
    explicit SqliteLedgerWriter(const std::filesystem::path& file);

    void write_credits(std::span<const CreditRow> rows, std::int64_t& commit) override;
    [[nodiscard]] bool has_commit(std::int64_t commit) override;
    void insert_block(const BlockRecord& block, ByteSpan raw) override;
    [[nodiscard]] bool update_block(const protocol::Hash256& hash, BlockStatus status,
                                    std::string_view reason) override;
    void in_one_transaction(const std::function<void()>& writes) override;
    /// Throws when the files at the ledger's paths are not those that are open.
    void check_files() override { watch_.check(); }

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

class SqliteLedgerReader final : public LedgerReader {
public:
    explicit SqliteLedgerReader(const std::filesystem::path& file);

    [[nodiscard]] std::vector<BlockRecord> blocks(std::size_t limit) override;
    [[nodiscard]] std::vector<PendingBlock> pending_blocks() override;
    [[nodiscard]] LedgerTotals totals() override;
    [[nodiscard]] std::optional<double> worker_difficulty(std::string_view worker) override;
    [[nodiscard]] std::vector<WorkerRecord> workers(std::size_t limit) override;
    [[nodiscard]] std::optional<double> hashes_since_block() override;

private:
    sqlite::Database database_;
    sqlite::Statement difficulty_;
};

/// Both connections to the file, which is made when it is not there. Throws sqlite::Error.
[[nodiscard]] LedgerStore open_sqlite_store(const std::filesystem::path& file);

}  // namespace sluice::pool
