#pragma once
/// Shard: one thread of the Stratum server with an io_context, its own listening sockets and the
/// sessions that the kernel gave to them. Public members are thread-safe once the shard runs,
/// listen() and start() belong to whoever makes it.

#include "base/result.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/mining/channel_services.hpp"
#include "pool/mining/credit_batcher.hpp"
#include "pool/mining/peer_limits.hpp"
#include "pool/mining/refusal_log.hpp"
#include "pool/server/connection.hpp"
#include "pool/server/newcomers.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

namespace sluice::pool {

/// What all shards share; every part is thread-safe.
struct ServerParts {
    ServerParts(ServerOptions server_options, Ledger& its_ledger, Monitor& watcher,
                std::function<void(FoundBlock)> on_block);

    const ServerOptions options;
    Ledger& ledger;
    Monitor& monitor;
    const std::function<void(FoundBlock)> found_block;
    PeerLimits peers;
    RefusalLog refusals;
    ExtranonceAllocator extranonces;
    WorkerDifficulties difficulties;
    DuplicateFilter duplicates;
    std::atomic_flag lost_floor_noted;
};

/// What to say when a listening socket cannot be opened.
[[nodiscard]] std::string cannot_listen(const Endpoint& at, const boost::system::error_code& error);

class Shard {
public:
    explicit Shard(ServerParts& parts);
    ~Shard();
    Shard(const Shard&) = delete;
    Shard& operator=(const Shard&) = delete;

    /// Listens together with the other shards (SO_REUSEPORT); answers the port.
    [[nodiscard]] Result<std::uint16_t> listen(const Endpoint& at);
    void start();

    /// Gives the job to every session, then calls `done` on the shard's thread.
    void publish(std::shared_ptr<const Job> job, std::function<void()> done);
    void on_committed(Ticket ticket);
    /// Memory is short: closes every connection without an accepted share.
    void shed_load();
    /// While it is set, sessions are sent away and none is let in.
    void set_work_withdrawn(bool withdrawn);
    /// Ends when the sessions have sent what they hold.
    void stop();
    void join();

private:
    /// The thread: what no handler has caught costs connections, never the pool.
    void run();
    /// While too much waits for peers to read: closes on those who leave most.
    void close_slow_readers();
    void close_newcomers();
    [[nodiscard]] boost::asio::awaitable<void> accept(std::size_t acceptor);
    void admit(boost::asio::ip::tcp::socket socket);
    void serve(boost::asio::ip::tcp::socket socket, const std::string& address, ClockReading at);
    /// Whether the address may have another session, if need be in the place of a newcomer.
    [[nodiscard]] bool admits(const std::string& address, ClockReading at);
    /// Closes the oldest connection without an accepted share, of the address or of any.
    [[nodiscard]] bool evict_newcomer(const std::string* address, ClockReading at);
    void leave(const std::shared_ptr<Connection>& connection);
    [[nodiscard]] BatchNumber credit(Credit credit);
    void settle(const SettledBatches& settled);

    ServerParts& parts_;
    ChannelServices services_;
    Session::SubmitReader reader_;
    CreditBatcher credits_;
    std::atomic<Ticket> committed_{0};
    std::atomic<bool> commit_posted_{false};

    Connection::Holders holders_;
    Newcomers newcomers_;

    boost::asio::io_context io_{1};
    std::vector<boost::asio::ip::tcp::acceptor> acceptors_;
    std::unordered_set<std::shared_ptr<Connection>> connections_;
    std::thread thread_;
};

}  // namespace sluice::pool
