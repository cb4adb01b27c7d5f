#pragma once
/// Connection: the socket of one session, served by three coroutines of one shard: a reader, a
/// writer and a watchdog for deadlines; when one of them ends, so do the others. What the session
/// says waits in a bounded queue, and a peer that does not read it is dropped. Belongs to its
/// shard's thread.

#include "pool/base/output_queue.hpp"
#include "pool/base/wakeup.hpp"
#include "pool/dialects/stratum_v1/line_splitter.hpp"
#include "pool/dialects/stratum_v1/session.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>

namespace sluice::pool {

class Connection {
public:
    /// Connections with replies that wait for a commit, kept by the shard.
    using Holders = std::unordered_set<Connection*>;

    Connection(boost::asio::ip::tcp::socket socket, ChannelServices& services,
               Session::SubmitReader& reader, Holders& holders, std::string address,
               ClockReading at);
    ~Connection() { holders_.erase(this); }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    /// Serves the peer until one side ends it. The coroutine keeps the connection alive.
    [[nodiscard]] static boost::asio::awaitable<void> serve(std::shared_ptr<Connection> self);

    [[nodiscard]] const Channel& channel() const noexcept { return session_.channel(); }
    [[nodiscard]] const std::string& address() const noexcept { return address_; }

    void on_job();
    /// Bytes that wait for the peer to read.
    [[nodiscard]] std::size_t unsent_bytes() const noexcept {
        return output_.size_bytes() + writing_bytes_;
    }
    /// Closes on a peer that does not read, for a reason that is logged.
    void close_slow_reader(const char* reason);
    /// Whether replies still wait for later batches.
    bool on_settled(const SettledBatches& settled);
    /// Takes what was received, sends what is held and what waits, then ends its side and closes
    /// with the peer, or soon after.
    void drain();
    /// Closes at once, for a reason that is logged.
    void close(const char* reason);
    /// The work is withdrawn: says where to go, then drains.
    void send_away();

private:
    using TimePoint = std::chrono::steady_clock::time_point;

    [[nodiscard]] boost::asio::awaitable<void> read();
    [[nodiscard]] boost::asio::awaitable<void> take_lines();
    void take_last_lines();
    [[nodiscard]] boost::asio::awaitable<void> flush_output();
    [[nodiscard]] boost::asio::awaitable<void> write();
    [[nodiscard]] boost::asio::awaitable<void> watch();

    /// After anything that may have changed what the session has to say or its room for more.
    void wake();
    /// Whether the peer speaks Stratum, or may yet turn out to.
    [[nodiscard]] bool accept_opening();
    [[nodiscard]] bool session_ended() const noexcept;
    [[nodiscard]] bool replies_full() const noexcept;
    [[nodiscard]] TimePoint next_deadline() const noexcept;
    /// What a passed deadline demands: nullptr nothing, else why the connection must close.
    [[nodiscard]] const char* overdue(TimePoint at) const noexcept;
    [[nodiscard]] bool output_full() const noexcept;
    /// While draining: ends this side once there is nothing left to read or to send.
    void end_when_drained();
    void refuse(monitor::Refusal cause);

    boost::asio::ip::tcp::socket socket_;
    ChannelServices& services_;
    const ServerOptions& options_;
    Holders& holders_;
    const std::string address_;
    LineSplitter lines_;
    OutputQueue output_;
    Session session_;
    Wakeup output_changed_;  ///< for the writer
    Wakeup room_changed_;    ///< for the reader: replies settled, output sent
    boost::asio::steady_timer watchdog_;
    bool speaks_stratum_ = false;
    bool closed_ = false;
    bool taking_lines_ = false;
    bool ended_ = false;  ///< this side, by end_when_drained(): what comes now is discarded
    std::optional<TimePoint> writing_since_;
    std::size_t writing_bytes_ = 0;
    std::optional<TimePoint> drain_until_;
};

}  // namespace sluice::pool
