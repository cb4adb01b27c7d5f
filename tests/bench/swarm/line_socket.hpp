#pragma once
/// A client's TCP connection that carries lines and ends by itself at a fixed time. For one
/// io_context thread; the coroutines of one connection must end before it goes.

#include "base/result.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>

namespace sluice::swarm {

/// Waits; returns early only at the io_context's end.
[[nodiscard]] boost::asio::awaitable<void> pause_for(std::chrono::nanoseconds pause);

class LineSocket {
public:
    /// mining.notify with a 16 KB coinbase in hex and a full branch needs 35 KB.
    static constexpr std::size_t line_size_max = std::size_t{256} * 1024;

    /// Closes at `end` whatever its coroutines wait for.
    LineSocket(const boost::asio::any_io_executor& executor,
               std::chrono::steady_clock::time_point end);

    /// `source`: the local address; none: the system's choice. `receive_buffer_bytes` 0: the
    /// kernel's default.
    [[nodiscard]] boost::asio::awaitable<bool> connect(
        boost::asio::ip::tcp::endpoint pool, std::optional<boost::asio::ip::address> source,
        int receive_buffer_bytes);

    /// False: the connection has ended.
    [[nodiscard]] boost::asio::awaitable<bool> send(std::string bytes);

    /// The next line without its newline; nothing when there will be none.
    [[nodiscard]] boost::asio::awaitable<std::optional<std::string>> read_line();

    /// Makes the coroutines above return. `reset`: by RST instead of FIN.
    void close(bool reset = false);

private:
    /// Shared with the handler of `end_`, which may still be queued when this goes.
    std::shared_ptr<boost::asio::ip::tcp::socket> socket_;
    boost::asio::steady_timer end_;
    std::string incoming_;
};

}  // namespace sluice::swarm
