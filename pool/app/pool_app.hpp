#pragma once
/// PoolApp: the whole pool, composed from its configuration. Owns the control io_context, on which
/// the template source, the block submitter and the once-a-second sampling run; the Stratum shards, the
/// ledger and HTTP have threads of their own. Use from one thread.

#include "base/result.hpp"
#include "pool/config/pool_config.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace sluice::pool {

struct RunOptions {
    /// End by itself after this long; nullopt: run until a signal.
    std::optional<std::chrono::seconds> time_limit;
    /// Print one JSON object as the last line of standard output.
    bool print_summary = false;
    /// What SIGHUP and SIGUSR1 ask for, after a rotation of the log.
    std::function<void()> reopen_log = [] {};
};

class PoolApp {
public:
    /// Opens the ledger and the chain, binds the ports. The error says what the operator has to
    /// change.
    [[nodiscard]] static Result<std::unique_ptr<PoolApp>> create(const PoolConfig& config);

    ~PoolApp();
    PoolApp(const PoolApp&) = delete;
    PoolApp& operator=(const PoolApp&) = delete;

    /// Serves until SIGINT, SIGTERM or the time limit, then stops in order: no more shares, then
    /// the blocks found so far, then the source. SIGHUP and SIGUSR1 open the log again, SIGUSR2
    /// does nothing; neither ends the pool. Prints `ready {"stratum_port":…,"http_port":…}` on
    /// standard output once it serves.
    void run(const RunOptions& options);

private:
    class Impl;
    explicit PoolApp(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::pool
