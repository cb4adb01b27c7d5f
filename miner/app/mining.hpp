#pragma once
/// Puts the miner together: the devices and their supervisor, the work source, the Stratum client,
/// the sensors and the status display, and runs it until it is told to stop. The calling thread
/// becomes the network thread.

#include "kernels/api/device.hpp"
#include "miner/app/options.hpp"
#include "miner/app/reporter.hpp"
#include "miner/pools/stratum_v1/stratum_client.hpp"
#include "miner/telemetry/sensor_poll.hpp"
#include "miner/tuning/kernel_profile.hpp"
#include "miner/work/shared_mining_state.hpp"
#include "miner/workers/device_supervisor.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string_view>
#include <vector>

namespace sluice::miner {

class MiningRun {
public:
    /// Mines on devices of `list`: those that the options name, or the default ones.
    MiningRun(const Options& options, Reporter& reporter, kernels::DeviceList list);
    MiningRun(const MiningRun&) = delete;
    MiningRun& operator=(const MiningRun&) = delete;

    /// Mines until SIGINT, SIGTERM, the time limit, the last retry or the last device's failure;
    /// then gives the pool a moment to answer the last shares, and counts the others as lost.
    [[nodiscard]] ExitCode run();

private:
    /// Chooses the devices; logs what is wrong with the user's choice.
    [[nodiscard]] ExitCode choose_devices();
    void start_devices();
    [[nodiscard]] DeviceWorkersSettings workers_settings(const kernels::DeviceInfo& info,
                                                      std::size_t gpus_before) const;
    void start_sensors();
    void start_network();
    /// Looks after the devices, until it is cancelled.
    [[nodiscard]] boost::asio::awaitable<void> supervise();
    /// A coroutine that ends only by being cancelled.
    void run_in_background(boost::asio::awaitable<void> coroutine, const char* name);
    /// Ends the work; run() does the rest.
    void stop(ExitCode code);
    void collect_last_answers();

    const Options& options_;
    Reporter& reporter_;
    const kernels::Algorithm& algorithm_;
    kernels::DeviceList list_;
    std::vector<std::shared_ptr<kernels::Device>> devices_;
    std::shared_ptr<KernelProfile> profile_;
    std::shared_ptr<SharedMiningState> state_;
    DeviceSupervisor supervisor_;
    std::unique_ptr<SensorPoll> sensors_;
    boost::asio::io_context context_;
    boost::asio::signal_set signals_;
    boost::asio::steady_timer time_limit_;
    boost::asio::cancellation_signal cancel_client_;
    std::vector<std::unique_ptr<boost::asio::cancellation_signal>> cancel_background_;
    std::unique_ptr<StratumClient> client_;
    bool stopping_ = false;
    ExitCode exit_code_ = ExitCode::ok;
};

}  // namespace sluice::miner
