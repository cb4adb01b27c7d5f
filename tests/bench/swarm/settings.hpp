#pragma once
/// What one run of the load tool does, as the command line says it. Regular value.

#include "base/result.hpp"
#include "kernels/api/algorithm.hpp"
#include "tests/bench/swarm/behaviour.hpp"
#include "tests/bench/swarm/share_timing.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace sluice::swarm {

struct Settings {
    boost::asio::ip::tcp::endpoint pool;
    const kernels::Algorithm* algorithm = nullptr;
    Mix mix;
    HashrateRange hashrates;
    std::chrono::seconds duration{30};
    /// Clients connect evenly over this time.
    std::chrono::milliseconds ramp{1000};
    std::size_t threads = 1;
    std::uint64_t seed = 1;
    std::string user = "swarm";
    std::string password = "x";
    /// Addresses 127.0.0.1, 127.0.0.2, ... that clients connect from in turn; 1: the system's.
    std::size_t sources = 1;
    /// Of one miner. A fast one at an easy difficulty would have thousands.
    double shares_per_second_max = 10;
    /// A share that takes more is given up, so that an endless one does not hold up the others.
    std::uint64_t hashes_per_share_max = std::uint64_t{1} << 18;
    double attack_lines_per_second = 100;  ///< of each hostile client
    double reconnects_per_second = 2;      ///< of each client that was closed or leaves
    std::optional<int> pid;                ///< the pool's, when it runs on this machine
    bool per_miner = false;                ///< the report lists every honest miner's shares
    bool json = false;
};

/// The settings of the command line. Prints help or what is wrong, and then gives the exit status
/// instead.
[[nodiscard]] Result<Settings, int> parse_command_line(int argc, char** argv);

}  // namespace sluice::swarm
