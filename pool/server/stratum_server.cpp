#include "pool/server/stratum_server.hpp"

#include "pool/server/shard.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace sluice::pool {
namespace {

using boost::asio::ip::tcp;
using boost::system::error_code;

/// SO_REUSEPORT would let a second pool share the port and take half of the miners in silence, so a
/// bind without it asks first.
Result<void> check_port_free(const Endpoint& at) {
    error_code error;
    const auto address = boost::asio::ip::make_address(at.host, error);
    if (error || at.port == 0) {
        return {};  // Shard::listen says what is wrong with the address
    }
    boost::asio::io_context io;
    tcp::acceptor probe(io);
    const tcp::endpoint endpoint(address, at.port);
    if (probe.open(endpoint.protocol(), error) ||
        probe.set_option(tcp::acceptor::reuse_address(true), error) ||
        probe.bind(endpoint, error)) {
        return Unexpected{cannot_listen(at, error)};
    }
    return {};
}

}  // namespace

StratumServer::StratumServer(ServerOptions options, Ledger& ledger, Monitor& monitor,
                             std::function<void(FoundBlock)> on_block)
    : parts_(std::move(options), ledger, monitor, std::move(on_block)) {}

StratumServer::~StratumServer() { stop(); }

Result<void> StratumServer::start() {
    const std::size_t count = std::max<std::size_t>(1, parts_.options.shards);
    for (std::size_t i = 0; i < count; ++i) {
        shards_.push_back(std::make_unique<Shard>(parts_));
    }
    for (const Endpoint& at : parts_.options.listen) {
        if (auto listening = listen(at); !listening) {
            shards_.clear();
            return listening;
        }
    }
    parts_.ledger.set_on_committed([this](Ticket ticket) {
        for (const auto& shard : shards_) {
            shard->on_committed(ticket);
        }
    });
    for (const auto& shard : shards_) {
        shard->start();
    }
    const std::lock_guard lock(mutex_);
    running_ = true;
    if (job_ != nullptr) {
        broadcast();
    }
    return {};
}

Result<void> StratumServer::listen(Endpoint at) {
    if (auto unused = check_port_free(at); !unused) {
        return unused;
    }
    for (const auto& shard : shards_) {
        const auto port = shard->listen(at);
        if (!port) {
            return Unexpected{port.error()};
        }
        at.port = *port;  // the first shard may have been given any free one
    }
    if (port_ == 0) {
        port_ = at.port;
    }
    return {};
}

void StratumServer::publish(std::shared_ptr<const Job> job) {
    const std::lock_guard lock(mutex_);
    job_ = std::move(job);
    if (running_) {
        broadcast();
    }
}

void StratumServer::shed_load() {
    const std::lock_guard lock(mutex_);
    if (running_) {
        for (const auto& shard : shards_) {
            shard->shed_load();
        }
    }
}

void StratumServer::set_work_withdrawn(bool withdrawn) {
    const std::lock_guard lock(mutex_);
    if (running_) {
        for (const auto& shard : shards_) {
            shard->set_work_withdrawn(withdrawn);
        }
    }
}

void StratumServer::broadcast() {
    const auto started = std::chrono::steady_clock::now();
    const auto shards_left = std::make_shared<std::atomic<std::size_t>>(shards_.size());
    for (const auto& shard : shards_) {
        shard->publish(job_, [this, job = job_, started, shards_left] {
            if (shards_left->fetch_sub(1) == 1) {
                const std::chrono::duration<double> taken =
                    std::chrono::steady_clock::now() - started;
                on_broadcast(job, taken.count());
            }
        });
    }
}

/// No shard accepts a share of an earlier tip any more, unless an even newer job is under way.
void StratumServer::on_broadcast(const std::shared_ptr<const Job>& job, double seconds) {
    parts_.monitor.job_broadcast(seconds);
    DuplicateFilter::Forgotten forgotten;
    {
        const std::lock_guard lock(mutex_);
        if (job_ == job) {
            forgotten = parts_.duplicates.keep_only(job->block_template->previous);
        }
    }
    if (!forgotten.empty()) {
        free_elsewhere(std::move(forgotten));
    }
}

/// Giving hundreds of megabytes back takes tens of milliseconds: a shard has miners to serve.
void StratumServer::free_elsewhere(DuplicateFilter::Forgotten forgotten) {
    const std::lock_guard lock(reaper_mutex_);
    try {
        reaper_ = std::jthread([shares = std::move(forgotten)]() mutable { shares.clear(); });
    } catch (const std::system_error&) {
        // No thread to be had: what was forgotten is freed here.
    }
}

void StratumServer::stop() {
    {
        const std::lock_guard lock(mutex_);
        if (!running_) {
            return;
        }
        running_ = false;
    }
    for (const auto& shard : shards_) {
        shard->stop();
    }
    for (const auto& shard : shards_) {
        shard->join();
    }
    parts_.ledger.set_on_committed(nullptr);
    shards_.clear();
}

}  // namespace sluice::pool
