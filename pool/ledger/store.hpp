#pragma once
/// The database behind the ledger, as its two connections: LedgerWriter alone writes, LedgerReader
/// never waits for a commit. Each is used by one thread at a time. Failures are exceptions derived
/// from std::exception, whose text is for the operator.

#include "base/bytes.hpp"
#include "pool/ledger/credit_rows.hpp"
#include "pool/ledger/records.hpp"
#include "protocol/pow/hash256.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::pool {

class LedgerWriter {
public:
    LedgerWriter() = default;
    LedgerWriter(const LedgerWriter&) = delete;
    LedgerWriter& operator=(const LedgerWriter&) = delete;
    virtual ~LedgerWriter() = default;

    /// One transaction, durable on return. `commit` becomes its number as soon as that is taken;
    /// numbers rise by one. Throws when the ledger belongs to another run by now.
    virtual void write_credits(std::span<const CreditRow> rows, std::int64_t& commit) = 0;
    /// Whether this run's commit of that number is in the ledger. Asked after a commit that failed,
    /// whose outcome a database may leave open, so that a retry can never enter credits twice.
    [[nodiscard]] virtual bool has_commit(std::int64_t commit) = 0;

    /// Nothing when the hash is known.
    virtual void insert_block(const BlockRecord& block, ByteSpan raw) = 0;
    /// False when the hash is unknown.
    [[nodiscard]] virtual bool update_block(const protocol::Hash256& hash, BlockStatus status,
                                            std::string_view reason) = 0;
    /// What `writes` inserts and updates becomes durable together, or not at all.
    virtual void in_one_transaction(const std::function<void()>& writes) = 0;

    /// Throws when what is open is no longer what a restarted pool would find. What was written
    /// before counts as durable only after this.
    virtual void check_files() = 0;
};

class LedgerReader {
public:
    LedgerReader() = default;
    LedgerReader(const LedgerReader&) = delete;
    LedgerReader& operator=(const LedgerReader&) = delete;
    virtual ~LedgerReader() = default;

    /// Newest first.
    [[nodiscard]] virtual std::vector<BlockRecord> blocks(std::size_t limit) = 0;
    /// Blocks whose verdict is unknown, oldest first.
    [[nodiscard]] virtual std::vector<PendingBlock> pending_blocks() = 0;
    [[nodiscard]] virtual LedgerTotals totals() = 0;
    /// Share difficulty of the worker's last credited share.
    [[nodiscard]] virtual std::optional<double> worker_difficulty(std::string_view worker) = 0;
    /// Most recently credited first.
    [[nodiscard]] virtual std::vector<WorkerRecord> workers(std::size_t limit) = 0;
    /// Hashes credited since the newest block was found, or in all when there is none; nullopt when
    /// that block is from before the ledger kept the sum.
    [[nodiscard]] virtual std::optional<double> hashes_since_block() = 0;
};

struct LedgerStore {
    std::string name;  ///< for the log: the file, or the database
    std::int64_t schema = 0;
    std::int64_t schema_before = 0;  ///< before it was opened; 0: it is new
    bool was_there = false;          ///< an empty file counts
    std::unique_ptr<LedgerWriter> writer;
    std::unique_ptr<LedgerReader> reader;
};

}  // namespace sluice::pool
