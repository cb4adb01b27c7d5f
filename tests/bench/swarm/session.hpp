#pragma once
/// One connection of a simulated client: it logs in, keeps the pool's terms, and matches answers
/// with shares, while the client's behaviour decides what is sent. For its shard's thread.

#include "tests/bench/swarm/line_socket.hpp"
#include "tests/bench/swarm/shard.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

namespace sluice::swarm {

class Session {
public:
    Session(const boost::asio::any_io_executor& executor, Shard& shard, Client& client);
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// From the connect to the end of the connection.
    [[nodiscard]] boost::asio::awaitable<void> run();

private:
    struct Sent {
        TimePoint at;
        double difficulty;
    };

    // session.cpp: the connection and what the pool says
    [[nodiscard]] boost::asio::awaitable<void> read_lines();
    [[nodiscard]] boost::asio::awaitable<void> act();
    [[nodiscard]] boost::asio::awaitable<bool> log_in();
    /// False: the connection has ended.
    [[nodiscard]] boost::asio::awaitable<bool> send(std::string lines);
    /// Until the time has passed, the run is over, the connection has ended, or wake() is called.
    [[nodiscard]] boost::asio::awaitable<void> sleep(std::chrono::nanoseconds time);
    void wake() { timer_.cancel(); }
    [[nodiscard]] bool active() const { return !closed_ && !shard_.over(); }
    void handle_line(const std::string& line, TimePoint now);
    void handle_reply(const protocol::stratum_v1::Reply& reply, TimePoint now);
    void handle_request(const protocol::stratum_v1::Request& request, TimePoint now);
    void take_job(protocol::stratum_v1::Notify notify, TimePoint now);

    // mining.cpp: those who find shares
    [[nodiscard]] boost::asio::awaitable<void> mine(int shares_at_a_time, int copies);
    [[nodiscard]] boost::asio::awaitable<std::optional<protocol::stratum_v1::Submit>> find_share();
    [[nodiscard]] boost::asio::awaitable<void> drain();
    [[nodiscard]] std::string submit_line(const protocol::stratum_v1::Submit& submit,
                                          double difficulty);

    // attacks.cpp: those who do not
    [[nodiscard]] boost::asio::awaitable<void> visit();
    [[nodiscard]] boost::asio::awaitable<void> flood();
    [[nodiscard]] std::string attack_line();
    [[nodiscard]] std::string stale_line();
    [[nodiscard]] std::string junk_line();

    Shard& shard_;
    Client& client_;
    Totals& totals_;
    LineSocket socket_;
    boost::asio::steady_timer timer_;
    TimePoint connected_at_;
    bool logged_in_ = false;
    bool closed_ = false;          ///< the connection has ended
    bool closed_by_pool_ = false;  ///< and not by this client
    bool leaving_ = false;         ///< this client is about to close it
    std::int64_t next_id_ = 1;
    std::optional<std::int64_t> authorize_id_;
    Bytes extranonce1_;
    std::size_t extranonce2_size_ = 0;
    std::uint64_t extranonce2_ = 0;
    protocol::Difficulty difficulty_{1};
    std::shared_ptr<const SwarmJob> job_;
    std::string ended_job_;  ///< id of a job of the tip before
    std::unordered_map<std::int64_t, Sent> unanswered_;
};

}  // namespace sluice::swarm
