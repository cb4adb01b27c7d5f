#pragma once
/// The command line of sluice-miner as a value. Every mistake is an error text that says what would
/// be right. Pure, except that it reads the registry of algorithms; any thread.

#include "base/result.hpp"
#include "miner/pools/stratum_v1/stratum_client.hpp"
#include "miner/tuning/kernel_profile.hpp"
#include "protocol/pow/target.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace sluice::miner {

/// What the process exits with; --help documents them.
enum class ExitCode : int {
    ok = 0,         ///< done, or ended by Ctrl-C or --time-limit
    failure = 1,    ///< something unforeseen
    usage = 2,      ///< bad command line
    no_device = 3,  ///< no device or kernel can hash, or a self-test failed
    no_pool = 4,    ///< no pool gave work, and --retries are used up
};

enum class Command { mine, benchmark, self_test, list_devices };

struct Options {
    Command command = Command::mine;
    std::string algorithm;  ///< empty: all (not for mining)
    std::vector<PoolEndpoint> pools;
    std::string devices;      ///< "cuda0,opencl1"; empty: chosen by default_devices()
    std::size_t threads = 0;  ///< of the CPU; 0: as many as it has
    /// Hashes of a GPU's launch, one for all or one for each GPU in order; empty: the tuned.
    std::vector<std::uint32_t> launch_hashes;
    std::string kernel;  ///< "sha256d/avx2"; empty: the fastest
    bool tune = false;   ///< find out again which kernel and launch shape is the fastest
    std::filesystem::path profile = default_profile_file();
    bool json = false;
    std::chrono::seconds time_limit{0};  ///< 0: none
    std::chrono::seconds benchmark_time{2};
    std::optional<int> rounds_max;  ///< failed rounds through all pools before giving up
    std::chrono::seconds retry_pause{30};
    std::chrono::seconds timeout{120};
    std::optional<protocol::Difficulty> suggest_difficulty;
    std::chrono::seconds status_interval{0};  ///< 0: 1 s on a terminal, 30 s elsewhere
    bool quiet = false;
    bool debug = false;
    bool protocol_dump = false;
    bool color = true;
    std::vector<std::string> notes;  ///< on flags that were accepted and do nothing
};

/// The process ends here: help or version (ok, for standard output), or a mistake.
struct EarlyExit {
    ExitCode code = ExitCode::usage;
    std::string text;
};

/// `arguments` without the program's name.
[[nodiscard]] Result<Options, EarlyExit> parse_options(std::vector<std::string> arguments);

/// "sluice-miner/0.1.0", as pools see it.
[[nodiscard]] std::string agent_text();

}  // namespace sluice::miner
