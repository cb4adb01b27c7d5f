#pragma once
/// PoolApp: the whole pool, composed from its configuration. Owns the control io_context, on which
/// the template source, the block submitter and the once-a-second sampling run; the Stratum shards,
/// the ledger and HTTP have threads of their own. Use from one thread.

#include "base/result.hpp"
#include "pool/app/block_submitter.hpp"
#include "pool/app/block_watch.hpp"
#include "pool/app/clock_skew.hpp"
#include "pool/app/difficulty_notes.hpp"
#include "pool/app/make_source.hpp"
#include "pool/app/memory_guard.hpp"
#include "pool/app/open_files.hpp"
#include "pool/app/work_supply.hpp"
#include "pool/base/clock_reading.hpp"
#include "pool/config/pool_config.hpp"
#include "pool/http/http_server.hpp"
#include "pool/jobs/job_factory.hpp"
#include "pool/ledger/ledger.hpp"
#include "pool/monitor/monitor.hpp"
#include "pool/server/stratum_server.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

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

    PoolApp(const PoolApp&) = delete;
    PoolApp& operator=(const PoolApp&) = delete;

    /// Serves until SIGINT, SIGTERM or the time limit, then stops in order: no more shares, then
    /// the blocks found so far, then the source. SIGHUP and SIGUSR1 open the log again, SIGUSR2
    /// does nothing; neither ends the pool. Prints `ready {"stratum_port":…,"http_port":…}` on
    /// standard output once it serves.
    void run(const RunOptions& options);

private:
    PoolApp(const PoolConfig& config, const OpenFilesPlan& connections);

    [[nodiscard]] Result<void> open();
    void run_control();
    void submit(const FoundBlock& found);
    void on_template(const std::shared_ptr<const protocol::BlockTemplate>& block_template,
                     TemplateChange change);
    /// Says what is wrong with a job, once as long as it stays wrong.
    void warn_of(const Job& job);
    void print_ready() const;
    /// As Monitor::tick counts.
    [[nodiscard]] std::int64_t monitor_ms(ClockReading at) const;
    void sample();
    /// Takes the miners' work away, or gives it back.
    void set_withdrawn(bool withdrawn);
    boost::asio::awaitable<void> sample_each_second();
    boost::asio::awaitable<void> end_after(std::chrono::seconds limit);
    boost::asio::awaitable<void> end_on_signal();
    boost::asio::awaitable<void> obey_log_signals(std::function<void()> reopen_log);
    boost::asio::awaitable<void> shut_down();

    const PoolConfig config_;
    const OpenFilesPlan connections_;
    const ClockReading started_;
    WorkSupply supply_;
    boost::asio::io_context control_;
    Monitor monitor_;
    MemoryGuard memory_guard_;
    boost::asio::signal_set signals_;
    boost::asio::signal_set log_signals_;
    boost::asio::steady_timer sample_timer_{control_};
    boost::asio::steady_timer limit_timer_{control_};
    std::unique_ptr<Ledger> ledger_;
    OwnedSource source_;
    std::unique_ptr<JobFactory> jobs_;
    std::unique_ptr<BlockWatch> watch_;
    std::unique_ptr<BlockSubmitter> submitter_;
    std::unique_ptr<StratumServer> stratum_;
    std::unique_ptr<HttpServer> http_;
    std::shared_ptr<const Job> current_job_;
    std::vector<std::string> warnings_;  ///< of the current job
    ClockSkew skew_;
    DifficultyNotes difficulty_notes_;
    bool withdrawn_ = false;
    bool stopping_ = false;
};

}  // namespace sluice::pool
