#pragma once
/// What the clients of one thread share: settings, clock, randomness, hashing and totals. Only
/// TipTimes is shared between threads.

#include "protocol/pow/hash256.hpp"
#include "tests/bench/swarm/settings.hpp"
#include "tests/bench/swarm/share_finder.hpp"
#include "tests/bench/swarm/totals.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <map>
#include <mutex>
#include <random>
#include <string>
#include <vector>

namespace sluice::swarm {

using TimePoint = std::chrono::steady_clock::time_point;

/// When each tip was first seen by any miner. Thread-safe.
class TipTimes {
public:
    /// Tips kept: a pool that names another one at each notify must not grow this for ever.
    static constexpr std::size_t tips_max = 65'536;

    /// The time since a miner first saw a job on `previous`; 0 for the first one.
    [[nodiscard]] std::chrono::nanoseconds seen(const protocol::Hash256& previous, TimePoint now);
    [[nodiscard]] std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::map<protocol::Hash256, TimePoint> first_seen_;
};

/// One client of the run.
struct Client {
    Behaviour behaviour = Behaviour::honest;
    std::size_t number = 0;  ///< among all clients
    double hashrate = 0;
    std::string worker;
    std::uint64_t accepted = 0;
};

struct Shard {
    Shard(const Settings& settings_, TipTimes& tips_, std::uint64_t seed)
        : settings(settings_), tips(tips_), random(seed), finder(*settings_.algorithm) {}

    /// Answers may come this long after the last share was sent.
    static constexpr std::chrono::seconds drain_time{10};

    const Settings& settings;
    TipTimes& tips;
    TimePoint end;  ///< nothing is sent after it
    std::mt19937_64 random;
    ShareFinder finder;
    std::vector<Client> clients;
    TotalsOfBehaviours totals;

    [[nodiscard]] bool over() const { return std::chrono::steady_clock::now() >= end; }
    /// 0 inclusive to 1 exclusive.
    [[nodiscard]] double uniform() { return static_cast<double>(random() >> 11) * 0x1p-53; }
    [[nodiscard]] Totals& totals_of(Behaviour behaviour) {
        return totals[static_cast<std::size_t>(behaviour)];
    }
};

}  // namespace sluice::swarm
