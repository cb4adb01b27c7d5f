#pragma once
/// A sluice-pool of the laboratory's own: embedded chain, loopback, files in the folder given. It
/// ends with its object. Not thread-safe.

#include "lab/live/live_setup.hpp"
#include "lab/support/child_process.hpp"
#include "lab/support/scratch_folder.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace sluice::lab {

class InterruptibleWait;

/// The programs' full paths.
struct LivePrograms {
    std::string pool;
    std::string miner;
};

struct LivePoolOptions {
    const char* name = "";  ///< of its files in the folder
    double block_difficulty = 1;
    double share_difficulty = 1;  ///< the same for all, all the time
};

class LivePool {
public:
    /// Returns when it serves; throws CommandError with its own words when it does not.
    LivePool(const LivePrograms& programs, const LiveSetup& setup, const LivePoolOptions& options,
             const ScratchFolder& folder, InterruptibleWait& wait);

    [[nodiscard]] std::uint16_t stratum_port() const { return stratum_port_; }
    [[nodiscard]] std::uint16_t http_port() const { return http_port_; }

    /// An endpoint of docs/http-api.md; throws CommandError.
    [[nodiscard]] nlohmann::json api(const std::string& endpoint);

private:
    std::string output_file_;
    std::string error_file_;
    ChildProcess process_;
    std::uint16_t stratum_port_ = 0;
    std::uint16_t http_port_ = 0;
};

/// "It says: " and the last lines of a file that holds a program's messages.
[[nodiscard]] std::string last_words(const std::string& error_file);

/// Waits; throws CommandError if this process is asked to end meanwhile.
void wait_or_throw(InterruptibleWait& wait, int milliseconds);

}  // namespace sluice::lab
