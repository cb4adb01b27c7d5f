#pragma once
/// Keeps the miner connected to one of its pools: connects, runs the client session, fails over
/// down the list, returns to the first pool when that is back, and carries jobs to the work source
/// and shares from the queue. One network thread runs its coroutines; jobs and shares cross over
/// through the thread-safe WorkSource, ShareQueue and Statistics.

#include "miner/pools/line_connection.hpp"
#include "miner/pools/pool_rotation.hpp"
#include "miner/pools/pool_url.hpp"
#include "miner/pools/stratum_v1/client_session.hpp"
#include "miner/stats/statistics.hpp"
#include "miner/ui/share_log.hpp"
#include "miner/work/share_queue.hpp"
#include "miner/work/work_source.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::miner {

struct PoolEndpoint {
    PoolUrl url;
    std::string user;
    std::string password;

    bool operator==(const PoolEndpoint&) const = default;
};

struct StratumClientOptions {
    std::vector<PoolEndpoint> pools;  ///< at least one; the first is the preferred one
    std::string agent;
    std::optional<protocol::Difficulty> suggest_difficulty;
    std::uint64_t share_difficulty_unit = 1;
    RetryPolicy retry;
    std::chrono::seconds silence_max{120};
    AnswerLimits answers;
    std::chrono::seconds connect_timeout{10};  ///< of the name lookup, and of each address
    /// Work is dropped when no pool has answered for this long: nobody would take its shares.
    std::chrono::seconds offline_work_max{120};
    bool protocol_dump = false;
    std::uint64_t seed = 0;  ///< of the jitter
};

class StratumClient {
public:
    StratumClient(boost::asio::io_context& context, StratumClientOptions options, WorkSource& work,
                  ShareQueue& shares, Statistics& statistics);
    StratumClient(const StratumClient&) = delete;
    StratumClient& operator=(const StratumClient&) = delete;

    /// Returns when the last round has failed; until then it ends only by cancellation. The client
    /// must outlive it.
    [[nodiscard]] boost::asio::awaitable<void> run();

    /// Whether the pool in use still has shares to answer.
    [[nodiscard]] bool awaits_answers() const;
    /// Counts every share that has no answer yet as lost. For the end, after run().
    void abandon(std::string_view why);

private:
    using Milliseconds = std::chrono::milliseconds;

    /// One connection from connect to end; gives how long it worked, zero if it never had a job.
    [[nodiscard]] boost::asio::awaitable<Milliseconds> serve(std::size_t pool, PoolUrl url);
    [[nodiscard]] boost::asio::awaitable<void> read_lines(LineConnection& connection);
    [[nodiscard]] boost::asio::awaitable<void> write_lines(LineConnection& connection);
    [[nodiscard]] boost::asio::awaitable<void> tick();
    [[nodiscard]] boost::asio::awaitable<void> watch_first_pool();
    [[nodiscard]] boost::asio::awaitable<bool> first_pool_has_work();

    void turn_to(std::size_t pool);
    void shares_found();
    void perform(const Actions& actions);
    void perform_one(const SendLine& send);
    void perform_one(const StartJob& start);
    void perform_one(const WithdrawWork& withdraw);
    void perform_one(const SettleShare& settle);
    void perform_one(const Announce& announce);
    void perform_one(const EndConnection& end);
    void end_connection(EndConnection end);

    boost::asio::io_context& context_;
    StratumClientOptions options_;
    WorkSource& work_;
    ShareQueue& shares_;
    Statistics& statistics_;
    PoolRotation rotation_;
    ShareLog share_log_;
    std::vector<ClientSession> sessions_;   ///< one a pool
    std::optional<std::size_t> last_pool_;  ///< that a connection was made to
    LineConnection* connection_ = nullptr;  ///< the one being served
    std::optional<EndConnection> ending_;   ///< set: serve() is to return
    TimePoint last_online_;
    std::string last_failure_;  ///< pool and reason of the latest
};

}  // namespace sluice::miner
