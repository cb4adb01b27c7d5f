#pragma once
/// What the rest of the pool tells the Monitor: plain values without a dependency on others. Times
/// are Unix milliseconds, difficulties multiples of difficulty 1, hashrates hashes per second.

#include "pool/base/block_status.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::pool::monitor {

/// Who this pool is; fixed for the life of the process.
struct PoolIdentity {
    std::string name = "Sluice";
    std::string chain{};      ///< "main", "regtest", "embedded"
    std::string algorithm{};  ///< "sha256d", as the miner's -a takes it
    std::string version{};    ///< of this program
    /// Host and port miners connect to, shown to newcomers; an empty host means "the address this
    /// page came from".
    std::string stratum_host{};
    std::uint16_t stratum_port = 0;
    double block_interval_target_s = 600;
    /// True on the embedded chain: this pool's hashrate is the network's hashrate.
    bool pool_is_network = false;
    std::int64_t started_ms = 0;
    /// Whether everyone may read the source's address and error texts, file paths and SQL.
    bool tells_details = true;
};

struct AcceptedShare {
    double hashes = 0;            ///< credited: expected hashes of the share's target
    double difficulty = 0;        ///< issued with the job
    double share_difficulty = 0;  ///< reached by the share's hash
    std::int64_t time_ms = 0;
};

enum class RejectReason : std::uint8_t {
    unknown_job,
    stale,
    duplicate,
    low_difficulty,
    time_out_of_range,
    version_outside_mask,
    unauthorized,
    not_subscribed,
    suspended,  ///< the worker, for too many invalid shares
    too_many,   ///< valid, but far more than the session's difficulty asks for
    malformed,
    work_withdrawn,
    other,
};
inline constexpr std::size_t reject_reason_count = 13;

/// The label of metrics and JSON: the enumerator's name.
[[nodiscard]] std::string_view to_string(RejectReason reason) noexcept;

/// One block this pool found, as the page lists it.
struct PoolBlock {
    std::int64_t height = 0;
    std::string hash{};  ///< block id, display hex
    std::int64_t time_ms = 0;
    std::string worker{};
    double network_difficulty = 0;
    double share_difficulty = 0;  ///< reached by the block's hash
    BlockStatus verdict = BlockStatus::pending;
    std::string reason{};  ///< the source's words when it refused

    bool operator==(const PoolBlock&) const = default;
};

/// A worker's last figures, from an earlier run.
struct PastWorker {
    std::string name{};
    std::uint64_t accepted = 0;  ///< shares, ever
    double difficulty = 0;       ///< of its latest share
    double best_share = 0;       ///< highest share difficulty reached
    std::int64_t last_share_ms = 0;
};

/// The job just given to the miners.
struct PublishedJob {
    std::int64_t height = 0;  ///< of the block being mined
    double network_difficulty = 0;
    std::uint32_t bits = 0;  ///< compact target
    std::size_t transactions = 0;
    std::int64_t coinbase_value_sat = 0;
    bool clean = false;  ///< the chain's tip moved, older work is stale
    std::int64_t time_ms = 0;
    std::int64_t steady_ms = 0;  ///< the same moment as Monitor::tick counts, for rates
};

/// One version-bits deployment (BIP9/BIP8) as the chain sees it; empty: the source does not say.
struct Deployment {
    std::string name{};
    std::optional<int> bit{};
    std::string state{};                      ///< defined, started, locked_in, active, failed
    std::optional<std::int64_t> since{};      ///< height at which the state began
    std::optional<std::int64_t> period{};     ///< blocks of a signalling period
    std::optional<std::int64_t> threshold{};  ///< signalling blocks that lock it in
    std::optional<std::int64_t> elapsed{};    ///< blocks of the current period so far
    std::optional<std::int64_t> count{};      ///< of those, signalling
    bool signalled_by_us = false;             ///< our jobs set the bit

    bool operator==(const Deployment&) const = default;
};

/// A vote of the operator for or against a deployment that the source does not know.
struct UnknownVote {
    std::string name{};
    bool signal = false;
    std::string hint{};  ///< "did you mean 'taproot'?", or what the source lists

    bool operator==(const UnknownVote&) const = default;
};

/// Where block templates come from, and whether that works now.
struct SourceHealth {
    bool connected = false;
    std::string name{};                           ///< "embedded chain", "node 127.0.0.1:8332"
    std::string detail{};                         ///< why not connected, or the node's version
    std::optional<std::int64_t> clock_ahead_s{};  ///< of this machine's; empty: nothing tells
    bool work_withdrawn = false;                  ///< no share counts, and miners are sent away

    bool operator==(const SourceHealth&) const = default;
};

/// Whether the ledger takes what the pool acknowledges. Counts since the ledger was opened.
struct LedgerHealth {
    bool healthy = true;
    std::string error{};               ///< why the latest commit failed
    std::uint64_t shares_waiting = 0;  ///< accepted, and their replies held until they are durable
    std::uint64_t shares_committed = 0;
    std::uint64_t commits = 0;  ///< groups of shares
    std::uint64_t commit_failures = 0;
    double commit_seconds = 0;  ///< in all
};

}  // namespace sluice::pool::monitor
