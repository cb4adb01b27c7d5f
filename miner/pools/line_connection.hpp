#pragma once
/// A TCP connection that carries lines: connect with a deadline, read bounded lines, queue lines to
/// send. For one io_context thread; the coroutines of one connection must end before it goes.

#include "base/result.hpp"
#include "protocol/stratum_v1/limits.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace sluice::miner {

class LineConnection {
public:
    static constexpr std::size_t line_size_max = protocol::stratum_v1::server_line_size_max;
    /// A pool that lets this much pile up is not reading any more.
    static constexpr std::size_t outgoing_size_max = 256 * 1024;

    explicit LineConnection(const boost::asio::any_io_executor& executor);

    /// `timeout` is for the name lookup, and again for each of its addresses, which are tried
    /// beside each other (connect_race.hpp). A lookup that takes longer ends on its own: until
    /// then the io_context does not run out of work.
    [[nodiscard]] boost::asio::awaitable<Result<void>> connect(std::string host, std::uint16_t port,
                                                               std::chrono::seconds timeout);

    /// The next line without its newline, or why there will be none.
    [[nodiscard]] boost::asio::awaitable<Result<std::string>> read_line();

    /// Queues a line with its newline. False: too much is queued already.
    [[nodiscard]] bool send(const std::string& line);

    /// Writes what is queued until the connection fails, and says why it did.
    [[nodiscard]] boost::asio::awaitable<std::string> write_lines();

    /// Makes both coroutines above return.
    void close();

private:
    boost::asio::ip::tcp::socket socket_;
    boost::asio::steady_timer wake_;  ///< never expires; cancelled when there is something to send
    std::string incoming_;
    std::string outgoing_;
};

/// Waits; returns early only by cancellation of the coroutine.
[[nodiscard]] boost::asio::awaitable<void> pause_for(std::chrono::milliseconds pause);

}  // namespace sluice::miner
