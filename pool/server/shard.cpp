#include "pool/server/shard.hpp"

#include "pool/base/listen_error.hpp"
#include "pool/base/log_exception.hpp"
#include "pool/base/log_quote.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <sys/random.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <exception>
#include <new>
#include <numeric>
#include <system_error>
#include <utility>

namespace sluice::pool {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Pause when the process has no descriptor left for a connection.
constexpr std::chrono::milliseconds accept_retry{100};

/// From the kernel, without a file descriptor.
std::uint64_t random_bits() {
    std::uint64_t bits = 0;
    if (::getentropy(&bits, sizeof bits) != 0) {
        throw std::system_error(errno, std::system_category(), "getentropy");
    }
    return bits;
}

/// A connection for which there is no memory is closed; the others go on.
template <class Work>
void guarded(Connection& connection, Work&& work) {
    try {
        work();
    } catch (const std::bad_alloc&) {
        connection.close("out_of_memory");
    }
}

error_code allow_shared_port(tcp::acceptor& acceptor) {
    const int on = 1;
    if (::setsockopt(acceptor.native_handle(), SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
        return {errno, boost::system::system_category()};
    }
    return {};
}

error_code listen_on(tcp::acceptor& acceptor, const tcp::endpoint& endpoint,
                     const ServerOptions& options) {
    error_code error;
    if (acceptor.open(endpoint.protocol(), error) ||
        acceptor.set_option(tcp::acceptor::reuse_address(true), error)) {
        return error;
    }
    if ((error = allow_shared_port(acceptor))) {
        return error;
    }
    // Accepted sockets inherit them.
    if (acceptor.set_option(asio::socket_base::send_buffer_size(options.socket_send_bytes),
                            error) ||
        acceptor.set_option(asio::socket_base::receive_buffer_size(options.socket_receive_bytes),
                            error) ||
        acceptor.bind(endpoint, error) ||
        acceptor.listen(asio::socket_base::max_listen_connections, error)) {
        return error;
    }
    return {};
}

}  // namespace

std::string cannot_listen(const Endpoint& at, const error_code& error) {
    return fmt::format("cannot serve Stratum on {}:{}: {}", at.host, at.port,
                       listen_error(error.value(), "[stratum] listen"));
}

ServerParts::ServerParts(ServerOptions server_options, Ledger& its_ledger, Monitor& watcher,
                         std::function<void(FoundBlock)> on_block)
    : options(std::move(server_options)),
      ledger(its_ledger),
      monitor(watcher),
      found_block(std::move(on_block)),
      peers(options.abuse, options.sessions_total_max),
      refusals(watcher),
      extranonces(random_bits),
      difficulties([&its_ledger](std::string_view worker) {
          return its_ledger.worker_difficulty(worker);
      }) {}

Shard::Shard(ServerParts& parts)
    : parts_(parts),
      services_{parts.options,
                parts.extranonces,
                parts.difficulties,
                parts.duplicates,
                parts.monitor,
                parts.peers,
                parts.refusals,
                [this](Credit credited) { return credit(std::move(credited)); },
                parts.found_block,
                ShareHasher([this] {
                    asio::post(io_, [this] {
                        services_.hasher.flush();
                        settle({});  // wakes whoever has replies now
                    });
                })},
      credits_([&parts](std::vector<Credit> batch) { return parts.ledger.push(std::move(batch)); },
               [this](const SettledBatches& settled) { settle(settled); }) {
    services_.lost_floor_noted = &parts.lost_floor_noted;
}

Shard::~Shard() {
    stop();
    join();
}

Result<std::uint16_t> Shard::listen(const Endpoint& at) {
    error_code error;
    const auto address = asio::ip::make_address(at.host, error);
    if (error) {
        return Unexpected{
            fmt::format("listen address \"{}\" is not a numeric IPv4 or IPv6 address", at.host)};
    }
    tcp::acceptor acceptor(io_);
    if ((error = listen_on(acceptor, {address, at.port}, parts_.options))) {
        return Unexpected{cannot_listen(at, error)};
    }
    acceptors_.push_back(std::move(acceptor));
    return acceptors_.back().local_endpoint().port();
}

void Shard::start() {
    for (std::size_t i = 0; i < acceptors_.size(); ++i) {
        asio::co_spawn(io_, accept(i), log_exception("stratum acceptor"));
    }
    thread_ = std::thread([this] { run(); });
}

void Shard::run() {
    for (;;) {
        try {
            io_.run();
            return;
        } catch (const std::bad_alloc&) {
            close_newcomers();
        } catch (...) {
            log_exception("stratum event", std::current_exception());
        }
    }
}

void Shard::shed_load() {
    asio::post(io_, [this] { close_newcomers(); });
}

void Shard::close_newcomers() {
    try {
        const ClockReading at = now();
        parts_.refusals.note(monitor::Refusal::out_of_memory, "any", at);
        // The oldest quarter: who has just come has a chance of a first share.
        for (std::size_t left = newcomers_.size() / 4 + 1; left > 0 && evict_newcomer(nullptr, at);
             --left) {
        }
    } catch (const std::bad_alloc&) {
        // Each one that was closed gives memory back: the next time there is more.
    }
}

void Shard::publish(std::shared_ptr<const Job> job, std::function<void()> done) {
    asio::post(io_, [this, job = std::move(job), done = std::move(done)] {
        services_.set_job(job);
        for (const auto& connection : connections_) {
            guarded(*connection, [&] { connection->on_job(); });
        }
        close_slow_readers();
        done();
    });
}

void Shard::close_slow_readers() {
    const ServerOptions& options = parts_.options;
    const std::size_t bytes_max =
        options.unsent_bytes_total_max / std::max<std::size_t>(1, options.shards);
    std::size_t bytes = 0;
    std::vector<Connection*> slow;
    for (const auto& connection : connections_) {
        bytes += connection->unsent_bytes();
        if (connection->unsent_bytes() > 0) {
            slow.push_back(connection.get());
        }
    }
    if (bytes <= bytes_max) {
        return;
    }
    // Without a share first, then who has left most unread.
    std::ranges::sort(slow, std::greater{}, [](const Connection* connection) {
        return std::pair(!connection->channel().in_good_standing(), connection->unsent_bytes());
    });
    for (Connection* connection : slow) {
        if (bytes <= bytes_max) {
            return;
        }
        bytes -= connection->unsent_bytes();
        connection->close_slow_reader("unsent_bytes_total");
    }
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

void Shard::set_work_withdrawn(bool withdrawn) {
    asio::post(io_, [this, withdrawn] {
        services_.work_withdrawn = withdrawn;
        if (withdrawn) {
            credits_.flush();
            for (const auto& connection : connections_) {
                guarded(*connection, [&] { connection->send_away(); });
            }
        }
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
            guarded(*connection, [&] { connection->drain(); });
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
        if (!acceptors_[index].is_open()) {
            co_return;  // a connection that was accepted as the stop came would not be drained
        }
        if (!error) {
            try {
                admit(std::move(socket));
            } catch (const std::bad_alloc&) {
                close_newcomers();
            }
        } else {
            spdlog::warn("cannot accept a miner error={}", log_quote(error.message()));
            pause.expires_after(accept_retry);
            co_await pause.async_wait(asio::as_tuple(asio::use_awaitable));
        }
    }
}

void Shard::admit(tcp::socket socket) {
    error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    if (error || services_.work_withdrawn) {
        return;  // a miner that is let in would wait here instead of trying its next pool
    }
    socket.set_option(tcp::no_delay(true), error);
    socket.non_blocking(true, error);
    const std::string address = endpoint.address().to_string();
    const ClockReading at = now();
    if (!admits(address, at)) {
        return;
    }
    try {
        serve(std::move(socket), address, at);
    } catch (const std::bad_alloc&) {
        parts_.peers.leave(address, 0, false, at);
        throw;
    }
}

void Shard::serve(tcp::socket socket, const std::string& address, ClockReading at) {
    const auto connection =
        std::make_shared<Connection>(std::move(socket), services_, reader_, holders_, address, at);
    connections_.insert(connection);
    try {
        newcomers_.add(connection.get(), address);
        asio::co_spawn(io_, Connection::serve(connection),
                       [this, connection](const std::exception_ptr& failure) {
                           log_exception("stratum session", failure);
                           leave(connection);
                       });
    } catch (const std::bad_alloc&) {
        newcomers_.remove(connection.get());
        connections_.erase(connection);
        throw;
    }
}

bool Shard::admits(const std::string& address, ClockReading at) {
    using Admission = PeerLimits::Admission;
    const Admission admission = parts_.peers.admit(address, at);
    if (admission == Admission::admitted) {
        return true;
    }
    if (admission == Admission::throttled) {
        parts_.refusals.note(monitor::Refusal::throttled, address, at);
        return false;
    }
    const bool address_full = admission == Admission::address_full;
    if (evict_newcomer(address_full ? &address : nullptr, at)) {
        parts_.peers.admit_for_another(address, at);
        return true;
    }
    parts_.refusals.note(
        address_full ? monitor::Refusal::address_full : monitor::Refusal::server_full, address, at);
    return false;
}

bool Shard::evict_newcomer(const std::string* address, ClockReading at) {
    while (Connection* oldest =
               address != nullptr ? newcomers_.oldest_of(*address) : newcomers_.oldest()) {
        newcomers_.remove(oldest);
        if (!oldest->channel().in_good_standing()) {
            parts_.refusals.note(monitor::Refusal::evicted, oldest->address(), at);
            oldest->close("evicted");
            return true;
        }
    }
    return false;
}

void Shard::leave(const std::shared_ptr<Connection>& connection) {
    const Channel& channel = connection->channel();
    parts_.peers.leave(connection->address(), channel.score(), channel.in_good_standing(), now());
    newcomers_.remove(connection.get());
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
    std::erase_if(holders_, [&](Connection* connection) {
        bool holds = false;
        guarded(*connection, [&] { holds = connection->on_settled(settled); });
        return !holds;
    });
}

}  // namespace sluice::pool
