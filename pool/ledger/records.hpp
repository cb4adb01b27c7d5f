#pragma once
/// What the ledger keeps, as plain values: credits going in, and blocks and totals coming out.
/// Regular value types; no thread affinity.

#include "base/bytes.hpp"
#include "pool/base/block_status.hpp"
#include "pool/base/worker_record.hpp"
#include "protocol/pow/hash256.hpp"

#include <boost/multiprecision/cpp_int.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace sluice::pool {

/// A sum of expected hashes; exact for every possible history of credits.
using HashTotal = boost::multiprecision::uint128_t;

/// One accepted share.
struct Credit {
    std::string worker;           ///< full user name as authorised
    std::int64_t hashes = 0;      ///< expected hashes of the share's target, positive
    std::int64_t time_ms = 0;     ///< Unix time the share was accepted
    double difficulty = 0;        ///< the worker's share difficulty, where it starts next time
    double share_difficulty = 0;  ///< reached by the share's hash

    bool operator==(const Credit&) const = default;
};

/// A block found by a worker of this pool.
struct BlockRecord {
    std::int64_t height = 0;
    protocol::Hash256 hash;    ///< block id
    std::string worker;        ///< who found it
    std::int64_t time_ms = 0;  ///< Unix time it was found
    double difficulty = 0;     ///< network difficulty it met
    std::int64_t reward = 0;   ///< coinbase value, smallest unit of the coin
    BlockStatus status = BlockStatus::pending;
    std::string reason;  ///< why it was rejected or orphaned, as the node said it

    bool operator==(const BlockRecord&) const = default;
};

struct PendingBlock {
    BlockRecord block;
    Bytes raw;  ///< the whole serialised block
};

struct LedgerTotals {
    HashTotal hashes;
    std::int64_t shares = 0;
    std::int64_t workers = 0;
    std::int64_t blocks_accepted = 0;
    std::int64_t blocks_pending = 0;
    std::int64_t blocks_rejected = 0;
    std::int64_t blocks_orphaned = 0;

    bool operator==(const LedgerTotals&) const = default;
};

/// Blocks of every status.
[[nodiscard]] std::int64_t found_blocks(const LedgerTotals& totals) noexcept;

}  // namespace sluice::pool
