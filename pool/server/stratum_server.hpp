#pragma once
/// StratumServer: the pool's Stratum V1 server over TCP. N shards, each a thread
/// with its own io_context and listening socket (SO_REUSEPORT); a session lives on one shard. An
/// accepted share's reply leaves only after the ledger has committed it. Thread-safe.

#include "base/result.hpp"
#include "pool/base/server_options.hpp"
#include "pool/jobs/job.hpp"
#include "pool/mining/found_block.hpp"
#include "pool/server/shard.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace sluice::pool {

class StratumServer {
public:
    /// `on_block` is called on a shard's thread, at once when a share meets the network target,
    /// before its credit is committed; it must not block. Ledger and monitor outlive the server,
    /// which is the ledger's listener for commits from start() to stop().
    StratumServer(ServerOptions options, Ledger& ledger, Monitor& monitor,
                  std::function<void(FoundBlock)> on_block);
    ~StratumServer();
    StratumServer(const StratumServer&) = delete;
    StratumServer& operator=(const StratumServer&) = delete;

    /// Listens and starts the shards. The error names the address and why it cannot be used.
    [[nodiscard]] Result<void> start();

    /// The port of the first listening address, once started.
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

    /// Makes `job` the current work of every session, before or after start(). A job on another
    /// previous block makes all earlier jobs stale.
    void publish(std::shared_ptr<const Job> job);

    /// Memory is short: closes every session without an accepted share.
    void shed_load();
    /// While it is set, no share is credited, sessions end (sent to options.reconnect, where there
    /// is one) and no new one is let in. Blocks that come all the same are reported.
    void set_work_withdrawn(bool withdrawn);

    /// Stops accepting and reading, commits what is credited, sends the held replies, closes and
    /// joins the shards. Idempotent.
    void stop();

private:
    Result<void> listen(Endpoint at);
    /// Gives job_ to all shards. The mutex is held.
    void broadcast();
    void on_broadcast(const std::shared_ptr<const Job>& job, double seconds);
    void free_elsewhere(DuplicateFilter::Forgotten forgotten);

    ServerParts parts_;
    std::vector<std::unique_ptr<Shard>> shards_;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::shared_ptr<const Job> job_;  ///< the current one
    bool running_ = false;
    std::mutex reaper_mutex_;
    std::jthread reaper_;  ///< frees the shares of the tip before
};

}  // namespace sluice::pool
