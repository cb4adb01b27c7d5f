#pragma once
/// ChannelServices: what the channels of one shard share, and where they send what they found.
/// Belongs to the shard's thread; the parts behind references are thread-safe.

#include "pool/base/log_limit.hpp"
#include "pool/base/server_options.hpp"
#include "pool/jobs/duplicate_filter.hpp"
#include "pool/jobs/job.hpp"
#include "pool/ledger/records.hpp"
#include "pool/mining/channel_difficulty.hpp"
#include "pool/mining/credit_batcher.hpp"
#include "pool/mining/extranonce_allocator.hpp"
#include "pool/mining/found_block.hpp"
#include "pool/mining/peer_limits.hpp"
#include "pool/mining/refusal_log.hpp"
#include "pool/mining/share_hasher.hpp"
#include "pool/mining/worker_difficulties.hpp"
#include "pool/monitor/monitor.hpp"
#include "protocol/pow/target.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <unordered_map>

namespace sluice::pool {

/// Share difficulty (in the algorithm's own unit) of a hash that just makes a block.
[[nodiscard]] inline double network_share_difficulty(const Job& job) {
    return protocol::difficulty_of(job.network_target).value *
           static_cast<double>(job.algorithm->share_difficulty_unit);
}

struct ChannelServices {
    const ServerOptions& options;
    ExtranonceAllocator& extranonces;
    WorkerDifficulties& difficulties;
    DuplicateFilter& duplicates;
    Monitor& monitor;
    PeerLimits& peers;
    RefusalLog& refusals;
    std::function<BatchNumber(Credit)> credit;  ///< which batch the credit went into
    std::function<void(FoundBlock)> found_block;
    ShareHasher hasher;

    std::shared_ptr<const Job> job = nullptr;  ///< the current one; null before the first
    /// Share difficulty of a hash that just makes a block of the current job.
    double network_difficulty = std::numeric_limits<double>::infinity();
    /// Shares in `duplicates` on the current tip, by peer_of(): a peer's count outlives its
    /// connections.
    std::unordered_map<std::string, std::uint64_t> shares_on_tip = {};
    bool work_withdrawn = false;     ///< shares do not count until work comes again
    std::size_t next_reconnect = 0;  ///< in options.reconnect
    /// Anybody can log in, as often as the line is fast; more lines are for the level debug.
    LogLimit logins{60, std::chrono::seconds(60)};
    std::atomic_flag* lost_floor_noted = nullptr;  ///< of all shards together; null: not noted

    /// What difficulties are capped and counted by; only once there is a job.
    [[nodiscard]] NetworkTerms network() const noexcept {
        return {network_difficulty, job->algorithm->share_difficulty_unit};
    }

    void set_job(std::shared_ptr<const Job> current) {
        network_difficulty = network_share_difficulty(*current);
        if (current->clean) {
            shares_on_tip.clear();
        }
        job = std::move(current);
    }
};

}  // namespace sluice::pool
