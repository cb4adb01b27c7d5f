#include "miner/pools/line_connection.hpp"

#include "miner/pools/connect_race.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <optional>
#include <utility>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace asio::experimental::awaitable_operators;  // NOLINT(google-build-using-namespace)

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

/// A name lookup under way. The system's resolver cannot be interrupted and may take half a minute,
/// so that a lookup belongs to its handler as well as to whoever waits for it.
struct Lookup {
    explicit Lookup(const asio::any_io_executor& executor)
        : resolver(executor), ended(executor, asio::steady_timer::time_point::max()) {}

    tcp::resolver resolver;
    asio::steady_timer ended;  ///< never expires; cancelled when the outcome is there
    std::optional<Result<Endpoints>> outcome;
};

std::shared_ptr<Lookup> start_lookup(const asio::any_io_executor& executor, const std::string& host,
                                     std::uint16_t port) {
    auto lookup = std::make_shared<Lookup>(executor);
    lookup->resolver.async_resolve(
        host, std::to_string(port),
        [lookup, host](const error_code& error, const tcp::resolver::results_type& found) {
            if (error) {
                lookup->outcome = Unexpected{"cannot resolve " + host + ": " + error.message()};
            } else {
                lookup->outcome = Endpoints{found.begin(), found.end()};
            }
            lookup->ended.cancel();
        });
    return lookup;
}

asio::awaitable<Result<Endpoints>> resolve(std::string host, std::uint16_t port) {
    error_code not_numeric;
    const auto address = asio::ip::make_address(host, not_numeric);
    if (!not_numeric) {
        co_return Endpoints{tcp::endpoint{address, port}};
    }
    const auto lookup = start_lookup(co_await asio::this_coro::executor, host, port);
    co_await lookup->ended.async_wait(as_result);
    if (!lookup->outcome) {
        lookup->resolver.cancel();  // one that has not begun would hold up the next
        co_return Unexpected{"gave up looking up " + host};
    }
    co_return *lookup->outcome;
}

}  // namespace

asio::awaitable<void> pause_for(std::chrono::milliseconds pause) {
    asio::steady_timer timer{co_await asio::this_coro::executor, pause};
    co_await timer.async_wait(as_result);
}

LineConnection::LineConnection(const asio::any_io_executor& executor)
    : socket_(executor), wake_(executor, asio::steady_timer::time_point::max()) {}

asio::awaitable<Result<void>> LineConnection::connect(std::string host, std::uint16_t port,
                                                      std::chrono::seconds timeout) {
    auto found = co_await (resolve(host, port) || pause_for(timeout));
    if (found.index() == 1) {
        co_return Unexpected{"looking up " + host + " took more than " +
                             std::to_string(timeout.count()) + " s"};
    }
    const Result<Endpoints>& endpoints = std::get<0>(found);
    if (!endpoints) {
        co_return Unexpected{endpoints.error()};
    }
    auto connected = co_await connect_first(*endpoints, {.address_timeout = timeout});
    if (!connected) {
        co_return Unexpected{connected.error()};
    }
    socket_ = std::move(*connected);
    error_code ignored;
    socket_.set_option(tcp::no_delay{true}, ignored);
    co_return Result<void>{};
}

asio::awaitable<Result<std::string>> LineConnection::read_line() {
    const auto [error, size] = co_await asio::async_read_until(
        socket_, asio::dynamic_buffer(incoming_, line_size_max), '\n', as_result);
    if (error == asio::error::not_found) {
        co_return Unexpected{"a line of more than " + std::to_string(line_size_max) + " bytes"};
    }
    if (error) {
        co_return Unexpected{error == asio::error::eof ? std::string{"the pool hung up"}
                                                       : error.message()};
    }
    std::string line = incoming_.substr(0, size - 1);
    incoming_.erase(0, size);
    co_return line;
}

bool LineConnection::send(const std::string& line) {
    if (outgoing_.size() + line.size() > outgoing_size_max) {
        return false;
    }
    outgoing_ += line;
    wake_.cancel();
    return true;
}

asio::awaitable<std::string> LineConnection::write_lines() {
    while (socket_.is_open()) {
        if (outgoing_.empty()) {
            co_await wake_.async_wait(as_result);
            continue;
        }
        const std::string batch = std::exchange(outgoing_, {});
        const auto [error, size] =
            co_await asio::async_write(socket_, asio::buffer(batch), as_result);
        if (error) {
            co_return error.message();
        }
    }
    co_return "closed";
}

void LineConnection::close() {
    error_code ignored;
    socket_.close(ignored);
    wake_.cancel();
}

}  // namespace sluice::miner
