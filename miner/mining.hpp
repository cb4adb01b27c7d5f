#pragma once
/// Puts the miner together: devices and their worker threads, the work source, the Stratum client
/// and the status display, and runs it until it is told to stop. The calling thread becomes the
/// network thread.

#include "kernels/device.hpp"
#include "miner/device_worker.hpp"
#include "miner/options.hpp"
#include "miner/reporter.hpp"
#include "miner/share_queue.hpp"
#include "miner/statistics.hpp"
#include "miner/stratum_client.hpp"
#include "miner/work_source.hpp"

#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace sluice::miner {

class MiningRun {
public:
    MiningRun(const Options& options, Reporter& reporter);
    MiningRun(const MiningRun&) = delete;
    MiningRun& operator=(const MiningRun&) = delete;

    /// Mines until SIGINT, SIGTERM, the time limit, the last retry or the last device's failure;
    /// then gives the pool a moment to answer the last shares, and counts the others as lost.
    [[nodiscard]] ExitCode run();

private:
    /// Makes a worker for every parallel scanner of every device; logs what cannot work.
    [[nodiscard]] ExitCode make_workers();
    void add_workers(kernels::Device& device, const kernels::Algorithm& algorithm);
    /// The one the user forced, or the fastest; empty: the device's own order decides.
    [[nodiscard]] std::string kernel_for(kernels::Device& device,
                                         const kernels::Algorithm& algorithm);
    void start_threads();
    void start_network();
    /// Ends the work; run() does the rest.
    void stop(ExitCode code);
    void collect_last_answers();

    const Options& options_;
    Reporter& reporter_;
    std::vector<std::unique_ptr<kernels::Device>> devices_;
    Statistics statistics_;
    WorkSource work_;
    ShareQueue shares_;
    boost::asio::io_context context_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer time_limit_;
    boost::asio::cancellation_signal cancel_client_;
    boost::asio::cancellation_signal cancel_reporter_;
    std::unique_ptr<StratumClient> client_;
    std::vector<std::unique_ptr<DeviceWorker>> workers_;
    std::atomic<std::size_t> workers_running_{0};
    std::vector<std::jthread> threads_;
    bool stopping_ = false;
    ExitCode exit_code_ = ExitCode::ok;
};

}  // namespace sluice::miner
