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

/// A vote of the operator for or against a deployment that the source does not know.
struct UnknownVote {
    std::string name{};
    bool signal = false;
    std::string hint{};  ///< "did you mean 'taproot'?", or what the source lists

    bool operator==(const UnknownVote&) const = default;
};

/// What the pool makes of its source's work.
struct WorkStatus {
    bool withdrawn = false;                       ///< no share counts, and miners are sent away
    std::optional<std::int64_t> clock_ahead_s{};  ///< source's clock of ours; empty: nothing tells

    bool operator==(const WorkStatus&) const = default;
};

}  // namespace sluice::pool::monitor
