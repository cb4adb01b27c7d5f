#include "miner/app/mining.hpp"

#include "kernels/registry/algorithms.hpp"
#include "miner/devices/device_selection.hpp"
#include "miner/pools/line_connection.hpp"
#include "miner/tuning/scanner_plan.hpp"
#include "miner/ui/device_report.hpp"
#include "miner/ui/device_warnings.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <random>
#include <utility>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// How often the devices are looked after.
constexpr milliseconds supervision_interval{500};
/// How long after a stop a device may take to end its scans: more than any launch.
constexpr milliseconds last_scans_wait{5000};
/// And the sensors' driver.
constexpr milliseconds last_readings_wait{200};
/// How long after a stop the pool may take to answer the last shares: as long as a far one needs.
constexpr milliseconds last_answers_wait{1000};
/// Time the network thread gets to close its connections before the process ends without it.
constexpr milliseconds farewell{300};

StratumClientOptions client_options(const Options& options, const kernels::Algorithm& algorithm) {
    StratumClientOptions client;
    client.pools = options.pools;
    client.agent = agent_text();
    client.suggest_difficulty = options.suggest_difficulty;
    client.share_difficulty_unit = algorithm.share_difficulty_unit;
    client.retry.pause_max = options.retry_pause;
    client.retry.rounds_max = options.rounds_max;
    client.silence_max = options.timeout;
    client.protocol_dump = options.protocol_dump;
    client.seed = std::random_device{}();
    return client;
}

void log_failure(const char* what, const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const std::exception& error) {
        spdlog::critical("{} failed: {}", what, error.what());
    }
}

}  // namespace

MiningRun::MiningRun(const Options& options, Reporter& reporter, kernels::DeviceList list)
    : options_(options),
      reporter_(reporter),
      algorithm_(*kernels::find_algorithm(options.algorithm)),
      list_(std::move(list)),
      profile_(std::make_shared<KernelProfile>(options.profile)),
      state_(std::make_shared<SharedMiningState>(algorithm_, Clock::now())),
      supervisor_(state_),
      signals_(context_, SIGINT, SIGTERM),
      time_limit_(context_),
      client_(std::make_unique<StratumClient>(context_, client_options(options, algorithm_),
                                              state_->work, state_->shares, state_->statistics)) {}

ExitCode MiningRun::run() {
    if (const ExitCode code = choose_devices(); code != ExitCode::ok) {
        return code;
    }
    start_network();
    start_devices();
    start_sensors();
    while (!stopping_) {
        context_.run_one();
    }
    const bool devices_ended = supervisor_.wait_for_end(last_scans_wait);
    const bool sensors_ended = sensors_->stop(last_readings_wait);
    collect_last_answers();
    cancel_client_.emit(asio::cancellation_type::terminal);
    for (const auto& cancel : cancel_background_) {
        cancel->emit(asio::cancellation_type::terminal);
    }
    context_.run_for(farewell);
    client_->abandon("the miner has stopped");
    reporter_.finish(state_->statistics.snapshot(Clock::now()));
    if (!context_.stopped() || !devices_ended || !sensors_ended) {
        // A name lookup blocks until the system's resolver gives up, a hung card's driver for ever:
        // the process ends without them.
        std::_Exit(static_cast<int>(exit_code_));
    }
    return exit_code_;
}

void MiningRun::collect_last_answers() {
    const TimePoint deadline = Clock::now() + last_answers_wait;
    context_.poll();  // submits what the workers found last
    while (client_->awaits_answers() && Clock::now() < deadline) {
        context_.run_one_until(deadline);
    }
}

ExitCode MiningRun::choose_devices() {
    for (const std::string& line : list_.failed) {
        spdlog::warn("{}", line);
    }
    std::vector<std::size_t> places;
    if (!options_.devices.empty()) {
        const auto named = find_devices(list_.devices, options_.devices, list_.absent);
        if (!named) {
            spdlog::critical("--devices: {}", named.error());
            return ExitCode::usage;
        }
        places = *named;
    } else {
        const DefaultDevices chosen =
            default_devices(list_.devices, algorithm_, options_.kernel, options_.threads != 0);
        for (const std::string& note : chosen.notes) {
            spdlog::info("{}", note);
        }
        places = chosen.places;
    }
    const bool any_can = std::ranges::any_of(places, [this](std::size_t place) {
        return can_hash(*list_.devices[place], algorithm_, options_.kernel);
    });
    if (!any_can && !options_.kernel.empty()) {
        spdlog::critical("--kernel: {}", no_such_kernel(options_.kernel, list_));
        return ExitCode::usage;
    }
    if (!any_can) {
        spdlog::critical("no device can hash {}", options_.algorithm);
        return ExitCode::no_device;
    }
    for (const std::size_t place : places) {
        devices_.push_back(std::move(list_.devices[place]));
    }
    return ExitCode::ok;
}

void MiningRun::start_devices() {
    if (!profile_->error().empty()) {
        spdlog::warn("{}", profile_->error());
    }
    std::size_t gpus = 0;
    for (const auto& device : devices_) {
        supervisor_.start(device, workers_settings(device->info(), gpus), Clock::now());
        gpus += device->info().backend != "cpu" ? 1 : 0;
    }
}

DeviceWorkersSettings MiningRun::workers_settings(const kernels::DeviceInfo& info,
                                               std::size_t gpus_before) const {
    const bool is_cpu = info.backend == "cpu";
    ChoiceSettings choice{.kernel = options_.kernel, .again = options_.tune};
    if (!options_.launch_hashes.empty() && !is_cpu) {
        choice.launch_hashes =
            options_.launch_hashes[std::min(gpus_before, options_.launch_hashes.size() - 1)];
    }
    return {.name = device_name(info),
            .workers = is_cpu && options_.threads != 0 ? options_.threads : info.parallel_scanners,
            .plan = [choice, profile = profile_, &algorithm = algorithm_](
                        kernels::Device& device, const ProgressCallback& alive) mutable {
                choice.alive = alive;
                return make_plan(device, algorithm, *profile, choice);
            }};
}

void MiningRun::start_sensors() {
    std::vector<std::string> pci_bus_ids;
    for (const auto& device : devices_) {
        pci_bus_ids.push_back(device->info().pci_bus_id);
    }
    sensors_ = std::make_unique<SensorPoll>(
        std::move(pci_bus_ids), [] { return std::make_unique<Sensors>(); },
        [place = state_](std::size_t device, const Telemetry& reading) {
            place->statistics.set_telemetry(device, reading);
        });
}

asio::awaitable<void> MiningRun::supervise() {
    while (true) {
        co_await pause_for(supervision_interval);
        const auto cancellation = co_await asio::this_coro::cancellation_state;
        if (cancellation.cancelled() != asio::cancellation_type::none) {
            co_return;
        }
        if (stopping_) {
            continue;
        }
        supervisor_.check(Clock::now());
        for (const DeviceWarning& warning : state_->statistics.take_warnings(Clock::now())) {
            spdlog::warn("{}", warning_text(warning));
        }
        if (!supervisor_.any_left()) {
            spdlog::critical("no device is left that can hash {}", options_.algorithm);
            stop(ExitCode::no_device);
        }
    }
}

void MiningRun::run_in_background(asio::awaitable<void> coroutine, const char* name) {
    auto& cancel = cancel_background_.emplace_back(std::make_unique<asio::cancellation_signal>());
    asio::co_spawn(context_, std::move(coroutine),
                   asio::bind_cancellation_slot(cancel->slot(),
                                                [this, name](const std::exception_ptr& failure) {
                                                    if (failure != nullptr && !stopping_) {
                                                        log_failure(name, failure);
                                                    }
                                                }));
}

void MiningRun::start_network() {
    signals_.async_wait([this](const boost::system::error_code& error, int) {
        if (!error) {
            stop(ExitCode::ok);
        }
    });
    if (options_.time_limit.count() != 0) {
        time_limit_.expires_after(options_.time_limit);
        time_limit_.async_wait([this](const boost::system::error_code& error) {
            if (!error) {
                stop(ExitCode::ok);
            }
        });
    }
    asio::co_spawn(context_, client_->run(),
                   asio::bind_cancellation_slot(
                       cancel_client_.slot(), [this](const std::exception_ptr& failure) {
                           if (failure != nullptr && !stopping_) {
                               log_failure("the network client", failure);
                           }
                           stop(failure != nullptr ? ExitCode::failure
                                                   : ExitCode::no_pool);  // or stopped already
                       }));
    run_in_background(reporter_.run(state_->statistics), "the status display");
    run_in_background(supervise(), "the supervision of the devices");
}

void MiningRun::stop(ExitCode code) {
    if (stopping_) {
        return;
    }
    stopping_ = true;
    exit_code_ = code;
    state_->work.stop();
    signals_.cancel();
    time_limit_.cancel();
}

}  // namespace sluice::miner
