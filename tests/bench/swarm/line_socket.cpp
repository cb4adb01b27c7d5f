#include "tests/bench/swarm/line_socket.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace sluice::swarm {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

asio::awaitable<void> pause_for(std::chrono::nanoseconds pause) {
    asio::steady_timer timer{co_await asio::this_coro::executor, pause};
    co_await timer.async_wait(as_result);
}

LineSocket::LineSocket(const asio::any_io_executor& executor,
                       std::chrono::steady_clock::time_point end)
    : socket_(std::make_shared<tcp::socket>(executor)), end_(executor, end) {
    end_.async_wait([socket = std::weak_ptr(socket_)](const error_code& error) {
        if (const auto open = socket.lock(); open != nullptr && !error) {
            error_code ignored;
            open->close(ignored);
        }
    });
}

asio::awaitable<bool> LineSocket::connect(tcp::endpoint pool,
                                          std::optional<asio::ip::address> source,
                                          int receive_buffer_bytes) {
    error_code error;
    socket_->open(pool.protocol(), error);
    if (!error && receive_buffer_bytes > 0) {
        socket_->set_option(tcp::socket::receive_buffer_size(receive_buffer_bytes), error);
    }
    if (!error && source) {
        socket_->bind({*source, 0}, error);
    }
    if (error) {
        co_return false;
    }
    const auto [failed] = co_await socket_->async_connect(pool, as_result);
    if (failed) {
        co_return false;
    }
    socket_->set_option(tcp::no_delay{true}, error);
    co_return true;
}

asio::awaitable<bool> LineSocket::send(std::string bytes) {
    const auto [error, size] = co_await asio::async_write(*socket_, asio::buffer(bytes), as_result);
    co_return !error;
}

asio::awaitable<std::optional<std::string>> LineSocket::read_line() {
    const auto [error, size] = co_await asio::async_read_until(
        *socket_, asio::dynamic_buffer(incoming_, line_size_max), '\n', as_result);
    if (error) {
        co_return std::nullopt;
    }
    std::string line = incoming_.substr(0, size - 1);
    incoming_.erase(0, size);
    co_return line;
}

void LineSocket::close(bool reset) {
    error_code ignored;
    if (reset) {
        socket_->set_option(asio::socket_base::linger(true, 0), ignored);
    }
    socket_->close(ignored);
    end_.cancel();
}

}  // namespace sluice::swarm
