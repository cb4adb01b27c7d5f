#include "miner/mining.hpp"

#include "miner/kernel_choice.hpp"

#include <spdlog/spdlog.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>

#include <csignal>
#include <cstdlib>
#include <exception>
#include <random>

namespace sluice::miner {
namespace {

namespace asio = boost::asio;

/// How long after a stop the pool may take to answer the last shares: as long as a far one needs.
constexpr std::chrono::milliseconds last_answers_wait{1000};
/// What the network may still do after that, before the process ends without it.
constexpr std::chrono::milliseconds farewell{300};

StratumClientOptions client_options(const Options& options, const kernels::Algorithm& algorithm) {
    StratumClientOptions client;
    client.pools = options.pools;
    client.agent = agent_text();
    client.suggest_difficulty = options.suggest_difficulty;
    client.share_difficulty_unit = algorithm.share_difficulty_unit;
    client.retry.pause_max = options.retry_pause;
    client.retry.retries_max = options.retries_max;
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

MiningRun::MiningRun(const Options& options, Reporter& reporter)
    : options_(options),
      reporter_(reporter),
      devices_(kernels::enumerate_devices().devices),
      statistics_(Clock::now()),
      work_(WorkSourceOptions{}),
      signals_(context_, SIGINT, SIGTERM),
      time_limit_(context_) {}

ExitCode MiningRun::run() {
    if (const ExitCode code = make_workers(); code != ExitCode::ok) {
        return code;
    }
    start_network();
    start_threads();
    while (!stopping_) {
        context_.run_one();
    }
    threads_.clear();
    collect_last_answers();
    cancel_client_.emit(asio::cancellation_type::terminal);
    cancel_reporter_.emit(asio::cancellation_type::terminal);
    context_.run_for(farewell);
    client_->abandon("the miner has stopped");
    reporter_.finish(statistics_.snapshot(Clock::now()));
    if (!context_.stopped()) {
        // A name lookup blocks until the system's resolver gives up; do not wait for it.
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

ExitCode MiningRun::make_workers() {
    const kernels::Algorithm& algorithm = *kernels::find_algorithm(options_.algorithm);
    for (const auto& device : devices_) {
        if (device->info().selected_by_default) {
            add_workers(*device, algorithm);
        }
    }
    if (workers_.empty()) {
        spdlog::critical("no device can hash {}", options_.algorithm);
        return options_.kernel.empty() ? ExitCode::no_device : ExitCode::usage;
    }
    client_ = std::make_unique<StratumClient>(context_, client_options(options_, algorithm), work_,
                                              shares_, statistics_);
    return ExitCode::ok;
}

void MiningRun::add_workers(kernels::Device& device, const kernels::Algorithm& algorithm) {
    const kernels::DeviceInfo& info = device.info();
    const bool is_cpu = info.backend == "cpu";
    const std::size_t count =
        is_cpu && options_.threads != 0 ? options_.threads : info.parallel_scanners;
    const std::string name = info.backend + std::to_string(info.index);
    const std::string kernel = kernel_for(device, algorithm);
    for (std::size_t i = 0; i < count; ++i) {
        kernels::MakeScannerResult made = device.make_scanner(algorithm, kernel);
        if (i == 0) {
            for (const std::string& refused : made.refused) {
                spdlog::warn("{}: {}", name, refused);
            }
        }
        if (made.scanner == nullptr) {
            spdlog::error("{}: {}", name, made.error);
            return;
        }
        if (i == 0) {
            spdlog::info("{}: {}, {} thread(s), kernel {}/{}", name, info.name, count,
                         algorithm.name, made.kernel);
        }
        workers_.push_back(std::make_unique<DeviceWorker>(
            name + (count > 1 ? " thread " + std::to_string(i) : ""), algorithm,
            std::move(made.scanner),
            [&device, &algorithm, kernel] { return device.make_scanner(algorithm, kernel); }, work_,
            shares_, statistics_));
    }
}

std::string MiningRun::kernel_for(kernels::Device& device, const kernels::Algorithm& algorithm) {
    if (!options_.kernel.empty()) {
        return options_.kernel;
    }
    const KernelChoice choice = choose_kernel(device, algorithm, options_.profile, options_.tune);
    if (choice.measured && !choice.kernel.empty()) {
        spdlog::info("measured the kernels of {}: {}/{} is the fastest here", device.info().name,
                     algorithm.name, choice.kernel);
    }
    for (const std::string& warning : choice.warnings) {
        spdlog::warn("{}", warning);
    }
    return choice.kernel;
}

void MiningRun::start_threads() {
    workers_running_ = workers_.size();
    for (const auto& worker : workers_) {
        threads_.emplace_back([this, &worker = *worker] {
            worker.run();
            if (--workers_running_ == 0) {
                asio::post(context_, [this] { stop(ExitCode::no_device); });
            }
        });
    }
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
    asio::co_spawn(context_, reporter_.run(statistics_),
                   asio::bind_cancellation_slot(cancel_reporter_.slot(),
                                                [this](const std::exception_ptr& failure) {
                                                    if (failure != nullptr && !stopping_) {
                                                        log_failure("the status display", failure);
                                                    }
                                                }));
}

void MiningRun::stop(ExitCode code) {
    if (stopping_) {
        return;
    }
    stopping_ = true;
    exit_code_ = code;
    work_.stop();
    signals_.cancel();
    time_limit_.cancel();
}

}  // namespace sluice::miner
