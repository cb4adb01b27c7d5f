#include "tests/bench/swarm/swarm.hpp"

#include "tests/bench/swarm/session.hpp"
#include "tests/bench/swarm/shard.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <utility>

namespace sluice::swarm {

namespace asio = boost::asio;

std::chrono::nanoseconds TipTimes::seen(const protocol::Hash256& previous, TimePoint now) {
    const std::lock_guard lock(mutex_);
    if (first_seen_.size() >= tips_max && !first_seen_.contains(previous)) {
        return {};
    }
    const auto first = first_seen_.try_emplace(previous, now).first->second;
    return std::max(std::chrono::nanoseconds{0}, std::chrono::nanoseconds{now - first});
}

std::size_t TipTimes::count() const {
    const std::lock_guard lock(mutex_);
    return first_seen_.size();
}

namespace {

/// Reading /proc takes some 100 us and one more for each descriptor.
constexpr std::chrono::milliseconds usage_interval{250};

std::vector<Client> make_clients(const Settings& settings) {
    std::vector<Client> clients;
    std::mt19937_64 random(settings.seed);
    for (std::size_t kind = 0; kind < behaviour_count; ++kind) {
        const auto behaviour = static_cast<Behaviour>(kind);
        for (std::size_t i = 0; i < settings.mix.of(behaviour); ++i) {
            const double uniform = static_cast<double>(random() >> 11) * 0x1p-53;
            clients.push_back({
                .behaviour = behaviour,
                .hashrate = draw_hashrate(settings.hashrates, uniform),
                .worker =
                    settings.user + "." + std::string(to_string(behaviour)) + std::to_string(i),
            });
        }
    }
    // Behaviours come in turn, on every thread and from every address.
    std::ranges::shuffle(clients, random);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        clients[i].number = i;
    }
    return clients;
}

asio::awaitable<void> run_client(Shard& shard, Client& client) {
    const auto executor = co_await asio::this_coro::executor;
    const auto place =
        static_cast<double>(client.number) / static_cast<double>(shard.settings.mix.total());
    co_await pause_for(
        std::chrono::duration_cast<std::chrono::nanoseconds>(shard.settings.ramp * place));
    ++shard.totals_of(client.behaviour).miners;
    while (!shard.over()) {
        {
            Session session(executor, shard, client);
            co_await session.run();
        }
        const std::chrono::duration<double> pause{(0.5 + shard.uniform()) /
                                                  shard.settings.reconnects_per_second};
        const auto left = shard.end - std::chrono::steady_clock::now();
        co_await pause_for(
            std::min(std::chrono::duration_cast<std::chrono::nanoseconds>(pause),
                     std::max(std::chrono::nanoseconds{0}, std::chrono::nanoseconds{left})));
    }
}

void run_shard(Shard& shard) {
    asio::io_context io(1);
    for (Client& client : shard.clients) {
        asio::co_spawn(io, run_client(shard, client), [](const std::exception_ptr& failure) {
            if (failure) {
                std::rethrow_exception(failure);
            }
        });
    }
    io.run();
}

class UsageWatch {
public:
    explicit UsageWatch(int pid) : pid_(pid) {
        const auto usage = read_process_usage(pid);
        if (!usage) {
            throw std::runtime_error("--pid: " + usage.error());
        }
        usage_.before = *usage;
        take(*usage);
    }

    void look() {
        const auto usage = read_process_usage(pid_);
        usage_.ended = !usage;
        if (usage) {
            take(*usage);
        }
    }

    [[nodiscard]] const ServerUsage& usage() const { return usage_; }

private:
    void take(const ProcessUsage& usage) {
        usage_.after = usage;
        usage_.rss_max_bytes = std::max(usage_.rss_max_bytes, usage.rss_bytes);
        usage_.descriptors_max = std::max(usage_.descriptors_max, usage.descriptors);
    }

    int pid_;
    ServerUsage usage_;
};

void add_shard(Outcome& outcome, const Shard& shard) {
    for (std::size_t kind = 0; kind < behaviour_count; ++kind) {
        outcome.totals[kind].merge(shard.totals[kind]);
    }
    for (const Client& client : shard.clients) {
        if (is_honest(client.behaviour)) {
            outcome.miners.push_back({client.worker, client.accepted});
        }
    }
}

}  // namespace

Outcome run_swarm(const Settings& settings) {
    TipTimes tips;
    std::vector<std::unique_ptr<Shard>> shards;
    for (std::size_t i = 0; i < settings.threads; ++i) {
        shards.push_back(std::make_unique<Shard>(settings, tips, settings.seed + 1 + i));
    }
    for (Client& client : make_clients(settings)) {
        shards[client.number % shards.size()]->clients.push_back(std::move(client));
    }
    std::optional<UsageWatch> watch;
    if (settings.pid) {
        watch.emplace(*settings.pid);
    }

    const TimePoint start = std::chrono::steady_clock::now();
    std::vector<std::future<void>> threads;
    for (const auto& shard : shards) {
        shard->end = start + settings.duration;
        threads.push_back(std::async(std::launch::async, [&shard] { run_shard(*shard); }));
    }
    for (const auto& thread : threads) {
        while (thread.wait_for(usage_interval) != std::future_status::ready) {
            if (watch) {
                watch->look();
            }
        }
    }
    Outcome outcome;
    outcome.elapsed_s =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (watch) {
        watch->look();
        outcome.server = watch->usage();
    }
    outcome.tips = tips.count();
    for (std::size_t i = 0; i < shards.size(); ++i) {
        threads[i].get();
        add_shard(outcome, *shards[i]);
    }
    return outcome;
}

}  // namespace sluice::swarm
