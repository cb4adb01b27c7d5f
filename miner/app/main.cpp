/// sluice-miner: reads the command line and runs the command it names.

#include "kernels/api/algorithm.hpp"
#include "kernels/api/device.hpp"
#include "kernels/registry/algorithms.hpp"
#include "kernels/registry/devices.hpp"
#include "miner/app/mining.hpp"
#include "miner/app/options.hpp"
#include "miner/app/reporter.hpp"
#include "miner/benchmark/benchmark.hpp"
#include "miner/benchmark/benchmark_report.hpp"
#include "miner/devices/device_selection.hpp"
#include "miner/telemetry/sensors.hpp"
#include "miner/tuning/kernel_profile.hpp"
#include "miner/ui/device_report.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace {

using namespace sluice;
using miner::ExitCode;

void complain(const std::string& text) {
    const std::string line = "sluice-miner: " + text + "\n";
    std::fwrite(line.data(), 1, line.size(), stderr);
}

/// Writes a command's result to standard output; `code`, unless that fails.
ExitCode print(const std::string& text, ExitCode code) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() &&
        std::fflush(stdout) == 0) {
        return code;
    }
    complain("standard output: " + std::generic_category().message(errno));
    return ExitCode::failure;
}

/// The devices that the command line may mean.
kernels::DeviceList search(const miner::Options& options,
                           const std::function<void(const std::string&)>& tell) {
    return kernels::search_devices(
        {.backends = miner::parse_backends(options.devices), .on_slow = [&](auto title) {
             tell("asking the " + std::string(title) + " drivers for their devices ...");
         }});
}

/// The devices that --devices names, or all.
Result<std::vector<kernels::Device*>> devices_of(const kernels::DeviceList& list,
                                                 const std::string& names) {
    std::vector<kernels::Device*> devices;
    if (names.empty()) {
        for (const auto& device : list.devices) {
            devices.push_back(device.get());
        }
        return devices;
    }
    const auto places = miner::find_devices(list.devices, names, list.absent);
    if (!places) {
        return Unexpected{places.error()};
    }
    for (const std::size_t place : *places) {
        devices.push_back(list.devices[place].get());
    }
    return devices;
}

miner::BenchmarkSettings benchmark_settings(const miner::Options& options,
                                            const miner::KernelProfile& profile,
                                            miner::Sensors* sensors) {
    return {.threads = std::max<std::size_t>(1, options.threads),
            .time_per_kernel = options.benchmark_time,
            .kernel = options.kernel,
            .every_shape = options.tune,
            .shape_of =
                [&](const kernels::Device& device, const kernels::Algorithm& algorithm,
                    const std::string& kernel) {
                    const auto known = profile.find(device.info(), algorithm).tuned;
                    kernels::LaunchShape shape =
                        known && known->kernel == kernel ? known->shape : kernels::LaunchShape{};
                    if (!options.launch_hashes.empty() && device.info().backend != "cpu") {
                        shape.set(kernels::launch::hashes, options.launch_hashes.front());
                    }
                    return shape;
                },
            .sensors = sensors};
}

ExitCode benchmark(const miner::Options& options, const kernels::DeviceList& list,
                   std::span<kernels::Device* const> devices) {
    const miner::KernelProfile profile{options.profile};
    std::optional<miner::Sensors> sensors;  // opens a driver's library
    if (std::ranges::any_of(devices, [](const kernels::Device* device) {
            return !device->info().pci_bus_id.empty();
        })) {
        sensors.emplace();
    }
    const miner::BenchmarkSettings settings =
        benchmark_settings(options, profile, sensors ? &*sensors : nullptr);
    std::vector<miner::BenchmarkRow> rows;
    for (const kernels::Algorithm& algorithm : kernels::algorithms()) {
        if (!options.algorithm.empty() && options.algorithm != algorithm.name) {
            continue;
        }
        for (kernels::Device* device : devices) {
            const auto measured = miner::run_benchmark(*device, algorithm, settings);
            rows.insert(rows.end(), measured.begin(), measured.end());
        }
    }
    if (rows.empty()) {
        complain("--kernel: " + miner::no_such_kernel(options.kernel, list));
        return ExitCode::usage;
    }
    return print(options.json ? miner::benchmark_json(rows) : miner::benchmark_table(rows),
                 miner::all_right(rows) ? ExitCode::ok : ExitCode::no_device);
}

ExitCode self_test(const miner::Options& options, const kernels::DeviceList& list,
                   std::span<kernels::Device* const> devices) {
    const miner::SelfTestReport report =
        miner::self_test(devices, {.algorithm = options.algorithm, .kernel = options.kernel});
    if (!options.kernel.empty() && report.kernels == 0) {
        complain("--kernel: " + miner::no_such_kernel(options.kernel, list));
        return ExitCode::usage;
    }
    return print(report.text, report.passed ? ExitCode::ok : ExitCode::no_device);
}

ExitCode mine(const miner::Options& options) {
    miner::Reporter reporter{options};
    kernels::DeviceList list =
        search(options, [](const std::string& line) { spdlog::info("{}", line); });
    miner::MiningRun mining{options, reporter, std::move(list)};
    return mining.run();
}

ExitCode run(const miner::Options& options) {
    if (options.command == miner::Command::mine) {
        return mine(options);
    }
    const kernels::DeviceList list = search(options, complain);
    const bool lists = options.command == miner::Command::list_devices;  // with what failed
    for (const std::string& line : lists ? std::vector<std::string>{} : list.failed) {
        complain(line);
    }
    const auto devices = devices_of(list, options.devices);
    if (!devices) {
        complain("--devices: " + devices.error());
        return ExitCode::usage;
    }
    if (lists) {
        return print(miner::device_list(list), ExitCode::ok);
    }
    return options.command == miner::Command::benchmark ? benchmark(options, list, *devices)
                                                        : self_test(options, list, *devices);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const auto options = miner::parse_options({argv + 1, argv + argc});
        if (options) {
            std::ranges::for_each(options->notes, complain);
            return static_cast<int>(run(*options));
        }
        const miner::EarlyExit& exit = options.error();
        if (exit.code == ExitCode::ok) {
            return static_cast<int>(print(exit.text, exit.code));
        }
        complain(exit.text);
        return static_cast<int>(exit.code);
    } catch (const std::exception& error) {
        complain(error.what());
        return static_cast<int>(ExitCode::failure);
    }
}
