#include "tests/bench/swarm/settings.hpp"

#include "kernels/registry/algorithms.hpp"

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <iostream>
#include <string_view>
#include <vector>

namespace sluice::swarm {
namespace {

constexpr int exit_misused = 2;

/// A load test ends by itself, and soon enough for a person to wait for it.
constexpr long duration_s_max = 86'400;
constexpr std::size_t threads_max = 256;
/// 127.0.0.1 to 127.0.0.200.
constexpr std::size_t sources_max = 200;

constexpr const char* footer = R"(Behaviours of --mix:
  honest       mines at its hashrate
  burst        mines, and submits 20 shares at a time
  duplicate    submits each share six times
  stale        submits shares of jobs that have ended, --attack-rate a second
  storm        logs in, leaves and comes back, --reconnect-rate a second
  slow_reader  asks, and reads no answer
  junk         sends what is no Stratum
  authorize    logs in again and again with changing names and difficulties
  subscribe    subscribes and configures again and again
  idle         connects and is silent

Examples:
  sluice-swarm --pool 127.0.0.1:3333 --miners 1000 --seconds 30 --pid $(pidof sluice-pool)
  sluice-swarm --pool 127.0.0.1:3333 --miners 1000 --mix storm=50,junk=10 --json)";

struct Raw {
    Settings settings;
    std::string pool, mix, algorithm = "sha256d", hashrate_min = "1k", hashrate_max = "1P";
    std::size_t miners = 0;
    long seconds = 30, ramp_ms = 1000;
    int pid = 0;
    bool allow_remote = false;
};

void declare_load(CLI::App& app, Raw& raw) {
    app.add_option("--pool", raw.pool, "HOST:PORT of the Stratum V1 server")->required();
    app.add_option("--miners", raw.miners, "Clients in all [1000, or those of --mix]")
        ->check(CLI::Range(std::size_t{1}, miners_max));
    app.add_option("--mix", raw.mix, "Who they are, such as storm=50,junk=10; the rest are honest");
    app.add_option("--seconds", raw.seconds, "How long shares are sent [30]")
        ->check(CLI::Range(1L, duration_s_max));
    app.add_option("--ramp-ms", raw.ramp_ms, "Time over which clients connect [1000]")
        ->check(CLI::Range(0L, 600'000L));
    app.add_option("--hashrate-min", raw.hashrate_min, "Slowest miner, H/s [1k]");
    app.add_option("--hashrate-max", raw.hashrate_max,
                   "Fastest miner, H/s [1P]; spread evenly over the logarithm");
    app.add_option("--share-rate-max", raw.settings.shares_per_second_max,
                   "Shares a second of one miner at most [10]")
        ->check(CLI::Range(0.001, 1e4));
    app.add_option("--share-hashes-max", raw.settings.hashes_per_share_max,
                   "Hashes after which a share is given up [262144]")
        ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 30));
    app.add_option("--attack-rate", raw.settings.attack_lines_per_second,
                   "Lines a second of each client that floods [100]")
        ->check(CLI::Range(0.1, 1e5));
    app.add_option("--reconnect-rate", raw.settings.reconnects_per_second,
                   "Connections a second of each client that leaves or is closed [2]")
        ->check(CLI::Range(0.01, 1e3));
}

void declare_rest(CLI::App& app, Raw& raw) {
    app.add_option("--algorithm", raw.algorithm, "Proof of work of the pool's chain [sha256d]");
    app.add_option("--user", raw.settings.user,
                   "Begin of the workers' names; an address where the pool wants one [swarm]");
    app.add_option("--password", raw.settings.password, "Password of all [x]");
    app.add_option("--sources", raw.settings.sources,
                   "Connect from 127.0.0.1 to 127.0.0.N in turn [1]")
        ->check(CLI::Range(std::size_t{1}, sources_max));
    app.add_option("--seed", raw.settings.seed, "Of everything random [1]");
    app.add_option("--threads", raw.settings.threads, "Threads of this tool [1]")
        ->check(CLI::Range(std::size_t{1}, threads_max));
    app.add_option("--pid", raw.pid, "The pool's process: its CPU time, memory and descriptors")
        ->check(CLI::PositiveNumber);
    app.add_flag("--per-miner", raw.settings.per_miner, "List the honest miners' accepted shares");
    app.add_flag("--json", raw.settings.json, "Print the report as JSON");
    app.add_flag("--allow-remote", raw.allow_remote,
                 "Load a pool on another machine, which must be yours");
}

Result<boost::asio::ip::tcp::endpoint> find_pool(const std::string& text, bool allow_remote) {
    const std::size_t colon = text.rfind(':');
    std::string host = text.substr(0, colon);
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    if (colon == std::string::npos || host.empty() || colon + 1 == text.size()) {
        return Unexpected{"--pool '" + text + "' must be HOST:PORT"};
    }
    boost::asio::io_context io;
    boost::asio::ip::tcp::resolver resolver(io);
    boost::system::error_code error;
    const auto found = resolver.resolve(host, text.substr(colon + 1), error);
    if (error || found.empty()) {
        return Unexpected{"--pool '" + text + "': " + error.message()};
    }
    auto endpoint = found.begin()->endpoint();
    for (const auto& other : found) {  // "localhost" is ::1 first, where few pools listen
        if (endpoint.address().is_v6() && other.endpoint().address().is_v4()) {
            endpoint = other.endpoint();
        }
    }
    if (!allow_remote && !endpoint.address().is_loopback()) {
        return Unexpected{"--pool " + text +
                          " is another machine; a load test of it is an attack unless it is "
                          "yours: --allow-remote says that it is"};
    }
    return endpoint;
}

Result<Settings> complete(Raw raw) {
    Settings& settings = raw.settings;
    const auto pool = find_pool(raw.pool, raw.allow_remote);
    if (!pool) {
        return Unexpected{pool.error()};
    }
    settings.pool = *pool;
    settings.algorithm = kernels::find_algorithm(raw.algorithm);
    if (settings.algorithm == nullptr) {
        return Unexpected{"--algorithm must be sha256d or scrypt, not '" + raw.algorithm + "'"};
    }
    const bool named = raw.miners != 0 || !raw.mix.empty();
    const auto mix = parse_mix(raw.mix, named ? raw.miners : 1000);
    const auto slowest = parse_hashrate(raw.hashrate_min);
    const auto fastest = parse_hashrate(raw.hashrate_max);
    for (const std::string& error :
         {mix ? "" : mix.error(), slowest ? "" : slowest.error(), fastest ? "" : fastest.error()}) {
        if (!error.empty()) {
            return Unexpected{error};
        }
    }
    if (*slowest > *fastest) {
        return Unexpected{std::string("--hashrate-min is above --hashrate-max")};
    }
    if (settings.sources > 1 && !(pool->address().is_v4() && pool->address().is_loopback())) {
        return Unexpected{std::string("--sources is for a pool at 127.0.0.1")};
    }
    settings.mix = *mix;
    settings.hashrates = {*slowest, *fastest};
    settings.duration = std::chrono::seconds{raw.seconds};
    settings.ramp = std::chrono::milliseconds{raw.ramp_ms};
    if (raw.pid != 0) {
        settings.pid = raw.pid;
    }
    return settings;
}

}  // namespace

Result<Settings, int> parse_command_line(int argc, char** argv) {
    Raw raw;
    CLI::App app{"sluice-swarm: simulated miners, honest and hostile, for a Stratum V1 pool"};
    app.footer(footer);
    declare_load(app, raw);
    declare_rest(app, raw);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return Unexpected{app.exit(error) == 0 ? 0 : exit_misused};
    }
    auto settings = complete(std::move(raw));
    if (!settings) {
        std::cerr << "error: " << settings.error() << "\n";
        return Unexpected{exit_misused};
    }
    return std::move(*settings);
}

}  // namespace sluice::swarm
