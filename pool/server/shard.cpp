#include "pool/server/shard.hpp"

#include "pool/log/listen_error.hpp"
#include "pool/log/log_exception.hpp"
#include "pool/log/log_quote.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <sys/socket.h>

#include <random>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Pause when the process has no descriptor left for a connection.
constexpr std::chrono::milliseconds accept_retry{100};

std::uint64_t random_run() {
    std::random_device random;
    return std::uint64_t{random()} << 32 | random();
}

error_code allow_shared_port(tcp::acceptor& acceptor) {
    const int on = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        return {errno, boost::system::system_category()};
    }
    return {};
}

error_code listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint) {
    error_code error;
    if (acceptor.open(endpoint.protocol(), error) ||
        acceptor.set_option(tcp::acceptor::reuse_address(true), error)) {
        return error;
    }
    if ((error = allow_shared_port(acceptor))) {
        return error;
    }
    if (acceptor.bind(endpoint, error) ||
        acceptor.listen(asio::socket_base::max_listen_connections, error)) {
        return error;
    }
    return {};
}

}  // namespace

std::string cannot_listen(const ListenAddress& at, const error_code& error) {
    return fmt::format("cannot serve Stratum on {}:{}: {}", at.address, at.port,
                       listen_error(error.value(), "[stratum] listen"));
}

ServerParts::ServerParts(ServerOptions server_options, Ledger& books, Monitor& watcher,
                         std::function<void(FoundBlock)> on_block)
    : options(std::move(server_options)),
      ledger(books),
      monitor(watcher),
      found_block(std::move(on_block)),
      addresses(options.abuse, options.sessions_total_max),
      extranonces(random_run()),
      difficulties([&books](std::string_view worker) { return books.worker_difficulty(worker); }) {}

Shard::Shard(ServerParts& parts)
    : parts_(parts),
      services_{parts.options,
                parts.extranonces,
                parts.difficulties,
                parts.duplicates,
                parts.monitor,
                [this](Credit credited) { return credit(std::move(credited)); },
                parts.found_block,
                ShareHasher([this] {
                    asio::post(io_, [this] {
                        services_.hasher.flush();
                        settle({});  // wakes whoever has replies now
                    });
                })},
      credits_([&parts](std::vector<Credit> batch) { return parts.ledger.push(std::move(batch)); },
               [this](const SettledBatches& settled) { settle(settled); }) {}

Shard::~Shard() {
    stop();
    join();
}

Result<std::uint16_t> Shard::listen(const ListenAddress& at) {
    error_code error;
    const auto address = asio::ip::make_address(at.address, error);
    if (error) {
        return Unexpected{
            fmt::format("listen address \"{}\" is not a numeric IPv4 or IPv6 address", at.address)};
    }
    tcp::acceptor acceptor(io_);
    if ((error = listen_on(acceptor, {address, at.port}))) {
        return Unexpected{cannot_listen(at, error)};
    }
    acceptors_.push_back(std::move(acceptor));
    return acceptors_.back().local_endpoint().port();
}

void Shard::start() {
    for (std::size_t i = 0; i < acceptors_.size(); ++i) {
        asio::co_spawn(io_, accept(i), log_exception("stratum acceptor"));
    }
    thread_ = std::thread([this] { io_.run(); });
}

void Shard::publish(std::shared_ptr<const Job> job, std::function<void()> done) {
    asio::post(io_, [this, job = std::move(job), done = std::move(done)] {
        services_.set_job(job);
        for (const auto& connection : connections_) {
            connection->on_job();
        }
        done();
    });
}

void Shard::on_committed(Ticket ticket) {
    committed_.store(ticket);
    if (commit_posted_.exchange(true)) {
        return;
    }
    asio::post(io_, [this] {
        commit_posted_.store(false);
        credits_.on_committed(committed_.load());
    });
}

void Shard::stop() {
    asio::post(io_, [this] {
        for (tcp::acceptor& acceptor : acceptors_) {
            error_code ignored;
            acceptor.close(ignored);
        }
        credits_.flush();
        for (const auto& connection : connections_) {
            connection->drain();
        }
    });
}

void Shard::join() {
    if (thread_.joinable()) {
        thread_.join();
    }
}

asio::awaitable<void> Shard::accept(std::size_t index) {
    asio::steady_timer pause(io_);
    while (acceptors_[index].is_open()) {
        auto [error, socket] =
            co_await acceptors_[index].async_accept(asio::as_tuple(asio::use_awaitable));
        if (!error) {
            admit(std::move(socket));
        } else if (acceptors_[index].is_open()) {
            spdlog::warn("cannot accept a miner error={}", log_quote(error.message()));
            pause.expires_after(accept_retry);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }
}

void Shard::admit(tcp::socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error) {
        return;
    }
    socket.set_option(tcp::no_delay(true), error);
    std::string address = endpoint.address().to_string();
    const Moment at = now();
    const auto admission = parts_.addresses.admit(address, at);
    if (admission != AddressBook::Admission::admitted) {
        note_refusal(admission, address);
        return;
    }
    full_noted_ = false;
    const auto connection = std::make_shared<Connection>(std::move(socket), services_, holders_,
                                                         std::move(address), at);
    connections_.insert(connection);
    asio::co_spawn(io_, Connection::serve(connection),
                   [this, connection](const std::exception_ptr& failure) {
                       log_exception("stratum session", failure);
                       leave(connection);
                   });
}

void Shard::note_refusal(AddressBook::Admission admission, const std::string& address) {
    if (admission != AddressBook::Admission::server_full) {
        spdlog::debug("connection refused address={} reason=address_limit", address);
    } else if (!std::exchange(full_noted_, true)) {
        spdlog::warn("miners turned away: all sessions are taken limit={}",
                     parts_.options.sessions_total_max);
    }
}

void Shard::leave(const std::shared_ptr<Connection>& connection) {
    parts_.addresses.leave(connection->address(), connection->session().score(), now());
    connections_.erase(connection);
}

BatchNumber Shard::credit(Credit credited) {
    if (credits_.empty()) {
        // After the lines at hand, so that they share a batch.
        asio::post(io_, [this] { credits_.flush(); });
    }
    return credits_.add(std::move(credited));
}

void Shard::settle(const SettledBatches& settled) {
    std::erase_if(holders_,
                  [&](Connection* connection) { return !connection->on_settled(settled); });
}

}  // namespace sluice::pool
